import { chmodSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { writeEnvVariable } from '../core/workspace/env-file.ts';
import { signingKeyVariable } from '../core/workspace/secret-variables.ts';
import { generateSigningKey } from '../core/workspace/signing-key.ts';
import { composeProject } from './compose/compose.ts';
import type { Project, ProjectFiles } from './compose/project.ts';
import {
  type MissingParts,
  missingParts,
  readManifest,
  requireNoConflict,
} from './existing-app.ts';
import { adaptToRepository, findRepository } from './repository.ts';
import { planFiles, readText, type WrittenFiles, writeProject } from './write-project.ts';

export interface Initialized extends WrittenFiles {
  /** The names of required settings in .env that have no value yet. */
  readonly unset: readonly string[];
  /** Parts that the existing package.json lacks; undefined if the project's own was written. */
  readonly missing: MissingParts | undefined;
}

/** Returns what {@link initProject} would do, without writing anything. */
export function planProject(project: Project, directory: string): Initialized {
  return apply(project, directory, planFiles);
}

/**
 * Writes a project's files to a directory, and a .env with a new signing key. Existing files are left
 * unchanged, except that lines are added to .gitignore.
 * @param directory absolute; created if needed
 * @throws UsageError if a file cannot be written, or the project would break the app in the directory
 */
export function initProject(project: Project, directory: string): Initialized {
  return apply(project, directory, (target, files) => {
    const written = writeProject(target, files);
    if (written.made.includes('.env')) {
      const file = path.join(target, '.env');
      chmodSync(file, 0o600);
      writeEnvVariable(file, signingKeyVariable, generateSigningKey(), target);
    }
    return written;
  });
}

function apply(
  project: Project,
  directory: string,
  write: (directory: string, files: ProjectFiles) => WrittenFiles,
): Initialized {
  const manifest = readManifest(directory);
  requireNoConflict(manifest, project);
  const composed = withEnv(composeProject(project));
  const repository = findRepository(directory);
  const { files, rootFiles } = repository
    ? adaptToRepository(composed, repository, project)
    : { files: composed, rootFiles: new Map<string, string>() };
  const ownEnv = readText(path.join(directory, '.env'));
  const own = write(directory, files);
  const root = repository && write(repository.root, rootFiles);
  const fromRoot = (list: readonly string[] = []) =>
    list.map((file) => path.relative(directory, path.join(repository?.root ?? '', file)));
  return {
    made: [...own.made, ...fromRoot(root?.made)],
    kept: [...own.kept, ...fromRoot(root?.kept)],
    merged: own.merged,
    unset: unsetSettings(files, ownEnv),
    missing: manifest && missingParts(files, manifest),
  };
}

/** Adds a .env that starts as a copy of the example. */
function withEnv(files: ProjectFiles): ProjectFiles {
  return new Map([['.env', files.get('.env.example') ?? ''], ...files]);
}

/**
 * Returns the settings without a value. Required ones are empty in .env.example; optional ones are comments.
 * @param existing the text of a .env that was there before
 */
function unsetSettings(files: ProjectFiles, existing: string | undefined): string[] {
  const required = [...(files.get('.env.example') ?? '').matchAll(/^(\w+)=\s*$/gm)];
  const set = existing === undefined ? { [signingKeyVariable]: 'new' } : parseEnv(existing);
  return required.flatMap(([, name]) => name ?? []).filter((name) => !set[name]);
}
