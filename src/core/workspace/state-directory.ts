import { chmodSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { systemCode, UsageError } from '../errors.ts';
import { ForeignPathError, makeOwnDirectory, ownFile, ownPath } from './own-path.ts';
import { projectDirectory } from './project-directory.ts';
import { replaceFile } from './replace-file.ts';

/** Contains a project's signing key and history: mode 0700, ignored by git. */
const name = '.logto-hooks';

/**
 * Creates a project's state directory, or one in it. Nothing is written through links.
 * @param cwd the working directory
 * @param below components below `.logto-hooks`, such as `history`
 * @returns its path
 * @throws UsageError if it cannot be written, or is not the project's own
 */
export function ensureStateDirectory(cwd: string, ...below: string[]): string {
  const project = projectDirectory(cwd);
  try {
    const directory = makeOwnDirectory(project, [name], 0o700);
    chmodSync(directory, 0o700);
    ignoreInGit(project);
    return makeOwnDirectory(project, [name, ...below], 0o700);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `${path.join(project, name)} cannot be written (${systemCode(error) ?? String(error)}).`,
      'Use a directory that you can write to, or pass the key with --signing-key.',
      { cause: error },
    );
  }
}

/**
 * Returns the path of a file in the state directory, which is created.
 * @throws UsageError if the directory cannot be written, or the file is not the project's own
 */
export function stateFile(cwd: string, ...below: string[]): string {
  ensureStateDirectory(cwd, ...below.slice(0, -1));
  return ownFile(projectDirectory(cwd), name, ...below);
}

/**
 * Reads a file in the state directory, if both exist; nothing is created.
 * @throws UsageError if it cannot be read, or is not the project's own
 */
export function readStateFile(cwd: string, ...below: string[]): string | undefined {
  const project = projectDirectory(cwd);
  const file = path.join(project, name, ...below);
  try {
    return readFileSync(ownFile(project, name, ...below), 'utf8');
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (error instanceof ForeignPathError) throw error;
    throw new UsageError(`${file} cannot be read (${code}).`, 'Fix its permissions.', {
      cause: error,
    });
  }
}

/**
 * Returns the path of a file in the state directory; nothing is created.
 * @throws ForeignPathError if the file is not the project's own
 */
export function ownStateFile(cwd: string, ...below: string[]): string {
  return ownFile(cwd, name, ...below);
}

/**
 * Checks that a path in the state directory is the project's own before it is read or removed.
 * @throws ForeignPathError
 */
export function requireOwnState(cwd: string, ...below: string[]): void {
  ownPath(projectDirectory(cwd), name, ...below);
}

function ignoreInGit(project: string): void {
  const file = ownFile(project, name, '.gitignore');
  try {
    if (readFileSync(file, 'utf8') === '*\n') return;
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
  replaceFile(file, Buffer.from('*\n'), 0o666);
}
