import { expect, it } from 'vitest';
import { frameworkOf } from '../../src/contract/framework.ts';

it.each([
  [{ dependencies: { express: '^5.0.0', zod: '^4.0.0' } }, 'express'],
  [{ devDependencies: { fastify: '^5.0.0' } }, 'fastify'],
  [{ dependencies: { hono: '^4.0.0', '@hono/node-server': '^2.0.0' } }, 'hono'],
  [{ dependencies: { next: '^16.0.0', express: '^5.0.0' } }, 'next'],
  [{ dependencies: { koa: '^3.0.0' } }, undefined],
  [{ dependencies: 'express' }, undefined],
  [null, undefined],
])('%j is written with %s', (packageJson, framework) => {
  expect(frameworkOf(JSON.stringify(packageJson))).toBe(framework);
});

it('knows nothing of what is no package.json', () => {
  expect(frameworkOf('not JSON')).toBeUndefined();
});
