import { chmodSync } from 'node:fs';
import path from 'node:path';
import { writeEnvVariable } from '../core/workspace/env-file.ts';
import { signingKeyVariable } from '../core/workspace/secret-variables.ts';
import { generateSigningKey } from '../core/workspace/signing-key.ts';
import { composeProject, type Project, type ProjectFiles } from './compose.ts';
import { planFiles, type WrittenFiles, writeProject } from './write-project.ts';

export interface Initialized extends WrittenFiles {
  /** The names of required settings in .env that have no value yet. */
  readonly unset: readonly string[];
}

/** Returns what {@link initProject} would do, without writing anything. */
export function planProject(project: Project, directory: string): Initialized {
  const files = withEnv(composeProject(project));
  return { ...planFiles(directory, files), unset: unsetSettings(files) };
}

/**
 * Writes a project's files to a directory, and a .env with a new signing key.
 * @param directory absolute; created if needed
 * @throws UsageError if a file cannot be written
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

/** Adds a .env that starts as a copy of the example. */
function withEnv(files: ProjectFiles): ProjectFiles {
  return new Map([['.env', files.get('.env.example') ?? ''], ...files]);
}

/** Required settings are empty in .env.example; optional ones are commented out. */
function unsetSettings(files: ProjectFiles): string[] {
  const empty = (files.get('.env.example') ?? '').matchAll(/^(\w+)=\s*$/gm);
  return [...empty].flatMap(([, name]) => name ?? []).filter((name) => name !== signingKeyVariable);
}
