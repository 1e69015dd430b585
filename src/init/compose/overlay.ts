import { listPackageFiles, readPackageFile } from '../../core/package-files.ts';

export const templatesDirectory = 'src/init/templates';

/** npm does not pack .gitignore, and these other files would apply to the templates themselves. */
const renamed: Readonly<Record<string, string>> = {
  _gitignore: '.gitignore',
  '_package.json': 'package.json',
  '_biome.json': 'biome.json',
};

/**
 * Returns the files of an overlay, by their path in the project.
 * @param directory relative to the root of the package
 */
export function readOverlay(directory: string): [file: string, text: string][] {
  return listPackageFiles(directory).map((file) => {
    const text = readPackageFile(`${directory}/${file}`).toString();
    return [renamed[file] ?? file, text];
  });
}
