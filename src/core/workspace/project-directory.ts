import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { isHomeDirectory } from './home-directory.ts';

/** What marks a project directory, which contains state and configuration. */
const marks = ['.logto-hooks', 'logto-hooks.config.json'] as const;

/**
 * Returns the project directory: the nearest one upward from the working directory with a `.logto-hooks/` or
 * a `logto-hooks.config.json`, else the nearest with a `package.json`, else the working directory.
 */
export function projectDirectory(cwd: string): string {
  const candidates = directoriesUpward(cwd);
  const has = (names: readonly string[]) =>
    candidates.find((directory) => names.some((name) => existsSync(path.join(directory, name))));
  return has(marks) ?? has(['package.json']) ?? path.resolve(cwd);
}

/** Returns the directories whose env files are read: from the working directory up to the git root, else to the project directory. */
export function envDirectories(cwd: string): string[] {
  const candidates = directoriesUpward(cwd);
  const root = candidates.find(isGitRoot) ?? projectDirectory(cwd);
  return candidates.slice(0, candidates.indexOf(root) + 1);
}

/**
 * Returns the working directory and those above it that may belong to the same project: up to the git root or
 * the home directory, except those that every user can write to, where anyone could put a `.env`.
 */
function directoriesUpward(cwd: string): string[] {
  const found = [path.resolve(cwd)];
  for (let at = found[0] ?? cwd; !isGitRoot(at) && !isHomeDirectory(at); ) {
    const parent = path.dirname(at);
    if (parent === at || isWorldWritable(parent)) break;
    found.push(parent);
    at = parent;
  }
  return found;
}

/** Returns whether a directory contains `.git`, which is a file in a worktree or a submodule. */
function isGitRoot(directory: string): boolean {
  return existsSync(path.join(directory, '.git'));
}

/** Returns whether every user can write to a directory, so that its files may be anyone's. */
export function isWorldWritable(directory: string): boolean {
  // Windows reports mode 0666 for everything. By default, all users can create directories at a drive's root.
  if (path.sep === '\\') return path.parse(directory).root === directory;
  const stats = statSync(directory, { throwIfNoEntry: false });
  return !stats || (stats.mode & 0o002) !== 0;
}
