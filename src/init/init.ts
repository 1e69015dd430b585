import { chmodSync } from 'node:fs';
import path from 'node:path';
import { writeEnvVariable } from '../core/workspace/env-file.ts';
import { signingKeyVariable } from '../core/workspace/secret-variables.ts';
import { generateSigningKey } from '../core/workspace/signing-key.ts';
import { composeProject, type Project, type ProjectFiles } from './compose.ts';
import { planFiles, type WrittenFiles, writeProject } from './write-project.ts';

export interface Initialized extends WrittenFiles {
  /** Settings in .env that must be filled in by hand. */
  readonly unset: readonly string[];
}

/** Returns what {@link initProject} would do, without writing anything. */
export function planProject(project: Project, directory: string): Initialized {
  const files = withEnv(composeProject(project));
  return { ...planFiles(directory, files), unset: unsetSettings(files) };
}

/**
 * Makes a project in a directory: its files, and a .env with a signing key of its own, so that it runs.
 * @param directory absolute; made where it is not there
 * @throws UsageError where something cannot be written
 */
export function initProject(project: Project, directory: string): Initialized {
  const files = withEnv(composeProject(project));
  const written = writeProject(directory, files);
  if (written.made.includes('.env')) {
    const file = path.join(directory, '.env');
    chmodSync(file, 0o600);
    writeEnvVariable(file, signingKeyVariable, generateSigningKey(), directory);
  }
  return { ...written, unset: unsetSettings(files) };
}

/** The settings to fill in begin as a copy of the example. */
function withEnv(files: ProjectFiles): ProjectFiles {
  return new Map([['.env', files.get('.env.example') ?? ''], ...files]);
}

/** A setting that must be given is an empty one in .env.example; one that may be is commented out. */
function unsetSettings(files: ProjectFiles): string[] {
  const empty = (files.get('.env.example') ?? '').matchAll(/^(\w+)=\s*$/gm);
  return [...empty].flatMap(([, name]) => name ?? []).filter((name) => name !== signingKeyVariable);
}
