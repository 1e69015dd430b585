import path from 'node:path';
import { build } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';
import { type BundledPackage, bundledPackages } from './bundled-packages.ts';
import { writeLicenses } from './licenses.ts';

/**
 * Builds the library: ES modules and their declarations, with everything they need, so that an
 * installation is one package.
 * @param root the project's directory
 * @param target the oldest Node.js that runs it, as rolldown names it
 * @returns the packages that it contains
 */
export async function buildLibrary(root: string, target: string): Promise<BundledPackage[]> {
  const dir = path.join(root, 'dist/library');
  const { output } = await build({
    cwd: root,
    input: { index: 'src/index.ts', testing: 'src/testing.ts' },
    platform: 'node',
    transform: { target },
    plugins: [dts({ tsconfig: path.join(root, 'tsconfig.build.json') })],
    // Not minified: a stack trace through it stays readable.
    output: { dir, format: 'es', comments: false },
    checks: { bundlerTimings: false },
  });
  const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
  const packages = bundledPackages(root, modules);
  writeLicenses(packages, path.join(dir, 'LICENSES.txt'));
  return packages;
}
