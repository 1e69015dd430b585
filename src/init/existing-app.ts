import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { UsageError } from '../core/errors.ts';
import type { Project, ProjectFiles } from './compose/project.ts';

const names = z.record(z.string(), z.string()).default({});
const manifestSchema = z.object({
  type: z.string().optional(),
  scripts: names,
  dependencies: names,
  devDependencies: names,
});

export type Manifest = z.output<typeof manifestSchema>;

/** Parts that the existing package.json of a directory lacks. */
export interface MissingParts {
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  /** The project's scripts that the package.json does not have, or has with another command. */
  readonly scripts: Readonly<Record<string, string>>;
  /** Those of `scripts` whose names are free. */
  readonly newScripts: Readonly<Record<string, string>>;
  readonly isModule: boolean;
}

/**
 * Returns the package.json of a directory, or undefined if there is none.
 * @throws UsageError if it cannot be parsed
 */
export function readManifest(directory: string): Manifest | undefined {
  const file = path.join(directory, 'package.json');
  if (!existsSync(file)) return undefined;
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new UsageError(`${file} cannot be parsed.`, 'Fix it first.', { cause: error });
  }
}

/**
 * Checks that a project's files do not break the app in a directory.
 * @throws UsageError for a Next.js app, whose routes a second app directory would hide
 */
export function requireNoConflict(manifest: Manifest | undefined, project: Project): void {
  if (project.template !== 'next' || !manifest) return;
  const { dependencies, devDependencies } = manifest;
  if (!('next' in dependencies || 'next' in devDependencies)) return;
  throw new UsageError(
    'This directory already contains a Next.js app.',
    "Add the webhook's route to it: logto-hooks add",
  );
}

/** Compares the project's package.json with the existing one, which is left unchanged. */
export function missingParts(files: ProjectFiles, existing: Manifest): MissingParts {
  const own = manifestSchema.parse(JSON.parse(files.get('package.json') ?? '{}'));
  const has = { ...existing.dependencies, ...existing.devDependencies };
  const lacking = (wanted: Record<string, string>) =>
    Object.entries(wanted)
      .filter(([name]) => !Object.hasOwn(has, name))
      .map(([name, range]) => `${name}@${range}`);
  const scripts = Object.entries(own.scripts).filter(
    ([name, script]) => existing.scripts[name] !== script,
  );
  const newScripts = scripts.filter(([name]) => existing.scripts[name] === undefined);
  return {
    dependencies: lacking(own.dependencies),
    devDependencies: lacking(own.devDependencies),
    scripts: Object.fromEntries(scripts),
    newScripts: Object.fromEntries(newScripts),
    isModule: existing.type === 'module',
  };
}
