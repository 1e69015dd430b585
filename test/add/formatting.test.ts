import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { runCli } from '../helpers/cli.ts';
import { makeDirectory } from './apps.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Frameworks and languages whose code is checked; all of them in .ci/run. */
const languages =
  process.env.TOOLCHAINS === '1'
    ? ['next', 'next-pages', 'sveltekit', 'astro', 'react-router', 'nuxt']
        .concat('express', 'fastify', 'hono', 'node')
        .flatMap((name) => [
          [name, 'ts'],
          [name, 'js'],
        ])
        .concat([['nest', 'ts']])
    : [
        ['nest', 'ts'],
        ['sveltekit', 'js'],
      ];

describe('add › code', () => {
  it('is formatted as Prettier and Biome do by default', async () => {
    const config = {
      formatter: { indentStyle: 'space', lineWidth: 80 },
      javascript: { parser: { unsafeParameterDecoratorsEnabled: true } },
      json: { formatter: { enabled: false } },
    };
    const cwd = makeDirectory({ 'biome.json': JSON.stringify(config) });
    await Promise.all(
      languages.map(async ([name = '', extension]) => {
        const app = makeDirectory({
          'package.json': '{ "type": "module" }',
          ...(extension === 'ts' ? { 'tsconfig.json': '{}' } : {}),
          [`app.${extension}`]: 'import one from "two";\n',
        });
        const { stdout } = await runCli(['add', name, '--dry-run', '-e', '*'], { cwd: app });
        for (const [, file = '', text = ''] of stdout.matchAll(
          /^new file (\S+)\n((?:\+.*\n)+)/gm,
        )) {
          const target = `${name}-${extension}-${path.basename(file)}`;
          writeFileSync(path.join(cwd, target), text.replace(/^\+/gm, ''));
        }
      }),
    );
    const biome = path.join(root, 'node_modules/.bin/biome');
    const { status, stdout, stderr } = spawnSync(biome, ['format', '--colors=off', '.'], {
      cwd,
      encoding: 'utf8',
    });
    expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({
      status: 0,
      output: '',
    });
  });
});
