import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  description: z.string().optional(),
});

/** A package whose code is part of a bundle. */
export interface BundledPackage extends z.infer<typeof manifestSchema> {
  /** Where it is installed. */
  readonly directory: string;
}

/**
 * Returns the packages that bundled files come from, each once, by name.
 * @param modules the paths of the bundled files; those of no package are ours
 * @throws if a package.json has no name, version or license
 */
export function bundledPackages(root: string, modules: readonly string[]): BundledPackage[] {
  const directories = new Set(modules.flatMap((module) => directoryOf(root, module) ?? []));
  return [...directories]
    .map((directory) => ({ ...readManifest(directory), directory }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function directoryOf(root: string, module: string): string | undefined {
  const [, directory] = /(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(module) ?? [];
  return directory && path.resolve(root, directory.replaceAll('\0', ''));
}

function readManifest(directory: string): z.infer<typeof manifestSchema> {
  return manifestSchema.parse(
    JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8')),
  );
}
