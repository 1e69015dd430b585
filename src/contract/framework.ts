import type { Framework } from './result.ts';

/** By the names of their packages. Of several that are installed, the first is likelier to be what answers. */
const byLikelihood = ['next', 'fastify', 'hono', 'express'] as const satisfies readonly Framework[];

/**
 * The framework that a project is written with, by the dependencies in its package.json.
 * @param packageJson its text; anything at all
 * @returns undefined where none is known, or the text is no package.json
 */
export function frameworkOf(packageJson: string): Framework | undefined {
  const dependencies = dependenciesOf(packageJson);
  return byLikelihood.find((name) => dependencies.has(name));
}

function dependenciesOf(packageJson: string): Set<string> {
  try {
    const { dependencies, devDependencies }: Record<string, unknown> = Object(
      JSON.parse(packageJson),
    );
    return new Set([dependencies, devDependencies].flatMap((list) => Object.keys(Object(list))));
  } catch {
    return new Set();
  }
}
