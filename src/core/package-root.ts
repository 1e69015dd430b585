import path from 'node:path';

/**
 * Returns the path of a file or directory of this package: two levels up from src/core and from the bundled
 * dist/cli and dist/library alike. Not a constant: a library bundled into a CommonJS program has no
 * `import.meta.dirname`, but must still load.
 */
export function packagePath(relative: string): string {
  return path.join(import.meta.dirname, '../..', relative);
}
