import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { isSingleExecutable, packagePath } from '../core/package-files.ts';
import { shellArgument } from './output/text/shell.ts';
import type { Terminal } from './terminal/index.ts';

const names = ['logto-hooks', 'logto-hooks.exe'];

/**
 * Returns a command that runs this tool in a later shell: `logto-hooks` if it is on the PATH,
 * `npx logto-hooks` where that runs the project's own package, or else the path of the single executable, or
 * Node with the path of the script. Elsewhere, `npx logto-hooks` would download a package.
 * @param directory where the command will be run; it need not exist yet
 */
export function ownCommand(
  { env, script }: Pick<Terminal, 'env' | 'script'>,
  directory: string,
): string {
  const isSingle = isSingleExecutable();
  const program = isSingle ? script : packagePath('bin/logto-hooks.js');
  const directories = (env.PATH ?? '').split(path.delimiter);
  // npx and npm scripts add such directories only for themselves.
  const lasting = directories.filter((directory) => !directory.includes('node_modules'));
  const places = lasting.flatMap((directory) => names.map((name) => path.join(directory, name)));
  if (places.some((place) => isSame(place, program))) return 'logto-hooks';
  if (!isSingle && isDependency(directory)) return 'npx logto-hooks';
  return isSingle ? quoted(program) : `node ${quoted(program)}`;
}

/** Returns whether npx finds the package in a directory or one of its parents. */
function isDependency(directory: string): boolean {
  if (existsSync(path.join(directory, 'node_modules/logto-hooks/package.json'))) return true;
  const parent = path.dirname(directory);
  return parent !== directory && isDependency(parent);
}

function isSame(file: string, script: string): boolean {
  try {
    return realpathSync(file) === realpathSync(script);
  } catch {
    return false;
  }
}

function quoted(file: string): string {
  // For cmd.exe as well as for PowerShell.
  if (path.sep === '\\') return /[^\w.\\:-]/.test(file) ? `"${file}"` : file;
  return /^[\w./\\:@~-]+$/.test(file) ? file : shellArgument(Buffer.from(file));
}
