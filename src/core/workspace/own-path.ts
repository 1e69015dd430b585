import { lstatSync, mkdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { systemCode, UsageError } from '../errors.ts';

/** Windows takes both slashes. */
const separator = path.sep === '\\' ? /[\\/]/ : path.sep;

/** A path leads, or may lead, to another user's files. */
export class ForeignPathError extends UsageError {}

/**
 * Checks that a path below a directory stays in it: no component is a link, and each belongs to the
 * owner of the directory or to this process's user. A project that was cloned, or a directory that
 * others can write to, could lead anywhere. Components that do not exist are fine.
 * @param base an existing directory; it may be a link itself and is resolved once
 * @param below components of the path below it, such as `.logto-hooks/history`
 * @returns the path below the resolved directory
 * @throws ForeignPathError naming the component; the system's error when something cannot be read
 */
export function ownPath(base: string, ...below: string[]): string {
  return walk(base, below);
}

/**
 * Creates a directory below another one, checking each component as `ownPath` does.
 * @param mode of the directories that are created
 * @returns the path below the resolved directory
 * @throws ForeignPathError; the system's error when one cannot be created
 */
export function makeOwnDirectory(base: string, below: string[], mode = 0o777): string {
  return walk(base, below, (directory) => {
    try {
      mkdirSync(directory, { mode });
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
    return lstatSync(directory);
  });
}

/**
 * Checks a file below a directory as `ownPath` does, and that it is a regular file if it exists.
 * @throws ForeignPathError; the system's error when something cannot be read
 */
export function ownFile(base: string, ...below: string[]): string {
  const file = ownPath(base, ...below);
  const stats = statsOf(file);
  if (!stats || stats.isFile()) return file;
  throw new ForeignPathError(`'${file}' is not a file.`, 'Remove it.');
}

function walk(base: string, below: readonly string[], create?: (missing: string) => Stats): string {
  const resolved = realpathSync(base);
  const owners = [statSync(resolved).uid, process.geteuid?.()];
  let current = resolved;
  for (const component of below.flatMap((part) => part.split(separator)).filter(isName)) {
    current = path.join(current, component);
    const stats = statsOf(current) ?? create?.(current);
    if (!stats) continue;
    requireOwn(current, stats, owners);
    if (create && !stats.isDirectory()) mkdirSync(current); // Throws the system's error.
  }
  return current;
}

/** Returns whether a path component is a name; `.` and the empty one are not. */
function isName(component: string): boolean {
  return component !== '' && component !== '.';
}

function statsOf(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    if (systemCode(error) === 'ENOTDIR') return undefined; // Below a file there is nothing.
    throw error;
  }
}

function requireOwn(file: string, stats: Stats, owners: readonly (number | undefined)[]): void {
  if (stats.isSymbolicLink()) {
    throw new ForeignPathError(
      `'${file}' is a link, which could lead to somebody else's files.`,
      'Remove the link, or replace it with its target.',
    );
  }
  // Windows has no user ids: they are 0 for everything.
  if (process.geteuid === undefined || owners.includes(stats.uid)) return;
  throw new ForeignPathError(
    `'${file}' belongs to another user (uid ${stats.uid}).`,
    'Remove it, or change its owner.',
  );
}
