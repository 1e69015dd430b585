import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { envDirectories, isWorldWritable, projectDirectory } from '../project-directory.ts';
import { signingKeyVariable } from '../secret-variables.ts';
import { parseDotEnv } from './read.ts';

/** Every kind of env file that some tool reads, except examples, which have no secrets. */
const envFile = /^(?:\.env(?:\.[\w.-]+)?|\.dev\.vars)$/;
const exampleFile = /\.(?:example|sample|template|dist|defaults|schema)$/;

/** Directories without env files of the project. */
const skippedDirectory = /^(?:\..*|node_modules|vendor|venv|dist|build|out|target|coverage)$/;

/** The most directories below the project directory to search, those of upper levels first. */
const maxDirectories = 1000;

/** The signing keys that a file sets. */
export interface KeyFile {
  /** Relative to the working directory. */
  readonly name: string;
  /** As the file sets them, separated at commas; blank if the variable is. */
  readonly keys: readonly string[];
}

/** Returns the env files of a project up to the git root, also those that this tool does not use. */
export function listEnvFiles(cwd: string): string[] {
  return envDirectories(cwd).flatMap((directory) => envFilesIn(directory, cwd));
}

/** Returns the signing keys that env files up to the git root set; files that cannot be read are skipped. */
export function findEnvFileKeys(cwd: string): KeyFile[] {
  return listEnvFiles(cwd).flatMap((name) => readKeys(name, cwd));
}

/**
 * Returns the signing keys in directories whose env files are not used here: those below the project directory,
 * and the `.logto-hooks/signing-key` files above it. Blank ones are left out.
 */
export function findDistantKeys(cwd: string): KeyFile[] {
  const used = envDirectories(cwd);
  const project = projectDirectory(cwd);
  const below = directoriesBelow(project).filter((directory) => !used.includes(directory));
  const names = [
    ...below.flatMap((directory) => envFilesIn(directory, cwd)),
    ...[...used, ...below]
      .filter((directory) => directory !== project)
      .map((directory) => path.relative(cwd, path.join(directory, '.logto-hooks', 'signing-key'))),
  ];
  return names
    .flatMap((name) => readKeys(name, cwd))
    .map(({ name, keys }) => ({ name, keys: keys.filter((key) => key.trim() !== '') }))
    .filter(({ keys }) => keys.length > 0);
}

/** Returns the directories below one, level by level. Links are not followed. */
function directoriesBelow(root: string): string[] {
  const found: string[] = [];
  for (let level = [root]; level.length > 0 && found.length < maxDirectories; ) {
    level = level.flatMap(subdirectories);
    found.push(...level);
  }
  return found.slice(0, maxDirectories);
}

function subdirectories(directory: string): string[] {
  if (isWorldWritable(directory)) return [];
  return entriesOf(directory)
    .filter((entry) => entry.isDirectory() && !skippedDirectory.test(entry.name))
    .map(({ name }) => path.join(directory, name));
}

function envFilesIn(directory: string, cwd: string): string[] {
  return entriesOf(directory)
    .map(({ name }) => name)
    .filter((name) => envFile.test(name) && !exampleFile.test(name))
    .sort()
    .map((name) => path.join(path.relative(cwd, directory), name));
}

/** Returns the keys of a file, or nothing if it sets none or cannot be read. */
function readKeys(name: string, cwd: string): KeyFile[] {
  try {
    const text = readFileSync(path.join(cwd, name), 'utf8');
    const isEnvFile = envFile.test(path.basename(name));
    const value = isEnvFile ? parseDotEnv(text)[signingKeyVariable] : text.trim();
    return value === undefined ? [] : [{ name, keys: value.split(',') }];
  } catch {
    return [];
  }
}

function entriesOf(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return []; // The directory cannot be listed, but its files may be readable.
  }
}
