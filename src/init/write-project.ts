import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { systemCode, UsageError } from '../core/errors.ts';
import { makeOwnDirectory, ownPath } from '../core/workspace/own-path.ts';
import type { ProjectFiles } from './compose.ts';

/** What a directory may hold and still count as empty: what git, systems and this tool leave there. */
const unimportant = new Set(['.git', '.DS_Store', 'Thumbs.db', '.logto-hooks']);

export interface Written {
  readonly made: readonly string[];
  /** What was there already: it stays as it is. */
  readonly kept: readonly string[];
}

/**
 * Holds whether a project may be made in a directory.
 * @param force whether the directory may hold other files
 * @throws UsageError where it is a file, cannot be read, or is not empty
 */
export function checkDirectory(directory: string, force: boolean): void {
  const entries = listEntries(directory);
  if (force || entries.every((name) => unimportant.has(name))) return;
  throw new UsageError(
    `${directory} is not empty.`,
    'Name another directory, or add to it with --force: files that are there are kept.',
  );
}

/**
 * Which files of a project would be made in a directory, and which are there already.
 * @throws ForeignPathError when one would be made below a link
 */
export function planFiles(directory: string, files: ProjectFiles): Written {
  const isThere = (file: string) =>
    statSync(path.join(directory, file), { throwIfNoEntry: false }) !== undefined;
  const paths = [...files.keys()];
  const made = paths.filter((file) => !isThere(file));
  if (isThere('.')) for (const file of made) ownPath(directory, path.dirname(file));
  return { made, kept: paths.filter(isThere) };
}

/**
 * Writes a project's files; none that is there already is touched.
 * @throws UsageError where a file cannot be written
 */
export function writeProject(directory: string, files: ProjectFiles): Written {
  const made: string[] = [];
  const kept: string[] = [];
  planFiles(directory, files); // Before anything is written.
  for (const [file, text] of files) {
    const isNew = writeNew(directory, file, text);
    (isNew ? made : kept).push(file);
  }
  return { made, kept };
}

function writeNew(directory: string, file: string, text: string): boolean {
  const target = path.join(directory, file);
  if (statSync(target, { throwIfNoEntry: false })) return false;
  try {
    mkdirSync(directory, { recursive: true });
    makeOwnDirectory(directory, [path.dirname(file)]);
    writeFileSync(target, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw cannotWrite(target, error);
  }
}

function cannotWrite(target: string, error: unknown): UsageError {
  return new UsageError(
    `${target} cannot be written (${systemCode(error) ?? String(error)}).`,
    'Name a directory you may write to.',
    { cause: error },
  );
}

function listEntries(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR')
      throw new UsageError(
        `${directory} is a file.`,
        'Name a directory, which is made if it is not there.',
      );
    throw new UsageError(`${directory} cannot be read (${code}).`, 'Name another directory.', {
      cause: error,
    });
  }
}
