import { isSingleExecutable, listPackageFiles, readPackageFile } from '../../core/package-files.ts';

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
    const isAdapted = file === 'README.md' && isSingleExecutable();
    return [renamed[file] ?? file, isAdapted ? withoutNpx(text) : text];
  });
}

/** Returns a README whose commands run the single executable, which npx does not find. */
function withoutNpx(readme: string): string {
  const note = '`npx --no` runs the installed logto-hooks and never downloads it\\.';
  return readme
    .replaceAll('npx --no logto-hooks', 'logto-hooks')
    .replaceAll(new RegExp(`^${note} ?| ${note}`, 'gm'), '');
}
