import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { systemCode, UsageError } from '../core/errors.ts';
import { makeDirectory } from '../core/workspace/make-directory.ts';
import { makeOwnDirectory, ownPath } from '../core/workspace/own-path.ts';
import type { ProjectFiles } from './compose/project.ts';

/** Entries that do not make a directory non-empty: those of git, operating systems and this tool. */
const ignoredEntries = new Set(['.git', '.DS_Store', 'Thumbs.db', '.logto-hooks']);

export interface WrittenFiles {
  readonly made: readonly string[];
  /** Existing files, which are left unchanged. */
  readonly kept: readonly string[];
  /** Existing files that get additional lines: only .gitignore. */
  readonly merged: readonly string[];
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
    "Add a route to the app in it with 'logto-hooks add', or write missing files with --force.",
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
  const merged = paths.filter((file) => missingLines(directory, file, files).length > 0);
  const kept = paths.filter((file) => exists(file) && !merged.includes(file));
  return { made, kept, merged };
}

/**
 * Writes a project's missing files, adds the missing lines of .gitignore, and leaves other existing files
 * unchanged.
 * @throws UsageError if a file cannot be written
 */
export function writeProject(directory: string, files: ProjectFiles): WrittenFiles {
  const plan = planFiles(directory, files); // Throws before anything is written.
  for (const file of plan.made) writeNew(directory, file, files.get(file) ?? '');
  for (const file of plan.merged) {
    const start = readText(path.join(directory, file))?.endsWith('\n') ? '\n' : '\n\n';
    const lines = ['# Logto webhooks', ...missingLines(directory, file, files)];
    appendFileSync(ownPath(directory, file), `${start}${lines.join('\n')}\n`);
  }
  return plan;
}

/** Returns a file's text, or undefined if it does not exist. */
export function readText(file: string): string | undefined {
  return statSync(file, { throwIfNoEntry: false })?.isFile()
    ? readFileSync(file, 'utf8')
    : undefined;
}

/** Returns the patterns that an existing .gitignore lacks, with or without a final slash. */
function missingLines(directory: string, file: string, files: ProjectFiles): string[] {
  const existing = file === '.gitignore' ? readText(path.join(directory, file)) : undefined;
  if (existing === undefined) return [];
  const has = new Set(existing.split(/\r?\n/).map(withoutSlashes));
  const wanted = files.get(file)?.split('\n') ?? [];
  return wanted.filter(
    (line) => line !== '' && !line.startsWith('#') && !has.has(withoutSlashes(line)),
  );
}

function withoutSlashes(line: string): string {
  return line.trim().replaceAll(/^\/|\/$/g, '');
}

function writeNew(directory: string, file: string, text: string): void {
  const target = path.join(directory, file);
  try {
    makeDirectory(directory);
    makeOwnDirectory(directory, [path.dirname(file)]);
    writeFileSync(target, text, { flag: 'wx' });
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
