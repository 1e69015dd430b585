import { readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { systemCode, UsageError } from '../core/errors.ts';
import { makeDirectory } from '../core/workspace/make-directory.ts';
import { makeOwnDirectory, ownPath } from '../core/workspace/own-path.ts';
import type { ProjectFiles } from './compose.ts';

/** Entries that do not make a directory non-empty: those of git, operating systems and this tool. */
const ignoredEntries = new Set(['.git', '.DS_Store', 'Thumbs.db', '.logto-hooks']);

export interface WrittenFiles {
  readonly made: readonly string[];
  /** Existing files, which are left unchanged. */
  readonly kept: readonly string[];
}

/**
 * Checks that a project can be created in a directory.
 * @param force whether the directory may contain other files
 * @throws UsageError if it is a file, cannot be read, or is not empty
 */
export function checkDirectory(directory: string, force: boolean): void {
  const entries = listEntries(directory);
  if (force || entries.every((name) => ignoredEntries.has(name))) return;
  throw new UsageError(
    `${directory} is not empty.`,
    'Choose another directory, or write only missing files with --force.',
  );
}

/**
 * Returns which files of a project are missing from a directory, and which exist.
 * @throws ForeignPathError if one would be written below a link
 */
export function planFiles(directory: string, files: ProjectFiles): WrittenFiles {
  const exists = (file: string) =>
    statSync(path.join(directory, file), { throwIfNoEntry: false }) !== undefined;
  const paths = [...files.keys()];
  const made = paths.filter((file) => !exists(file));
  if (exists('.')) for (const file of made) ownPath(directory, path.dirname(file));
  return { made, kept: paths.filter(exists) };
}

/**
 * Writes a project's missing files and leaves existing ones unchanged.
 * @throws UsageError if a file cannot be written
 */
export function writeProject(directory: string, files: ProjectFiles): WrittenFiles {
  const made: string[] = [];
  const kept: string[] = [];
  planFiles(directory, files); // Throws before anything is written.
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
    makeDirectory(directory);
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
    'Choose a directory that you can write to.',
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
        'Choose a directory; it is created if it does not exist.',
      );
    throw new UsageError(`${directory} cannot be read (${code}).`, 'Choose another directory.', {
      cause: error,
    });
  }
}
