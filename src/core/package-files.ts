import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

declare module 'node:sea' {
  /** Since Node.js 24.8. The single executable contains a later one. */
  function getAssetKeys(): string[];
}

/**
 * Returns Node's module for single executable applications if this is one. It is not imported, because the
 * library also runs where that module does not exist.
 */
function singleExecutable(): typeof import('node:sea') | undefined {
  const sea = process.getBuiltinModule?.('node:sea');
  return sea?.isSea() ? sea : undefined;
}

/** Returns whether this program is the single executable, which contains Node.js and the package's files. */
export function isSingleExecutable(): boolean {
  return singleExecutable() !== undefined;
}

/**
 * Returns the path of a file or directory of the installed package: two levels up from src/core and from the
 * bundled dist/cli and dist/library alike. Not a constant: a library bundled into a CommonJS program has no
 * `import.meta.dirname`, but must still load.
 */
export function packagePath(relative: string): string {
  return path.join(import.meta.dirname, '../..', relative);
}

/**
 * Reads a file of this package, from the installation or the single executable.
 * @param name with `/`, e.g. `fixtures/User.Created/register.json`
 * @throws if there is no such file
 */
export function readPackageFile(name: string): Buffer {
  const sea = singleExecutable();
  return sea ? Buffer.from(sea.getAsset(name)) : readFileSync(packagePath(name));
}

/** Returns the files in a directory of this package at any depth, relative to it and with `/`. */
export function listPackageFiles(directory: string): string[] {
  const sea = singleExecutable();
  if (sea) {
    const names = sea.getAssetKeys().filter((name) => name.startsWith(`${directory}/`));
    return names.map((name) => name.slice(directory.length + 1));
  }
  const root = packagePath(directory);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .map((file) => file.replaceAll(path.sep, '/'));
}
