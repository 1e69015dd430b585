import { realpathSync } from 'node:fs';
import path from 'node:path';
import { packagePath } from '../core/package-root.ts';
import { shellArgument } from './output/text/shell.ts';

/**
 * Returns a command that runs this installation in a later shell: `logto-hooks` if it is on the PATH, or
 * else Node with the path of the script. Never `npx logto-hooks`, which can download another package.
 */
export function ownCommand(env: Readonly<Record<string, string | undefined>>): string {
  const script = packagePath('bin/logto-hooks.js');
  const directories = (env.PATH ?? '').split(path.delimiter);
  // npx and npm scripts add such directories only for themselves.
  const lasting = directories.filter((directory) => !directory.includes('node_modules'));
  const isOnPath = lasting.some((directory) => isSame(path.join(directory, 'logto-hooks'), script));
  return isOnPath ? 'logto-hooks' : `node ${quoted(script)}`;
}

function isSame(file: string, script: string): boolean {
  try {
    return realpathSync(file) === realpathSync(script);
  } catch {
    return false;
  }
}

function quoted(file: string): string {
  return /^[\w./\\:@~-]+$/.test(file) ? file : shellArgument(Buffer.from(file));
}
