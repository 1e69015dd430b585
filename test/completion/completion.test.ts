import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

describe.each(shells)('%s', (shell) => {
  const isMissing = spawnSync(shell, ['--version']).error !== undefined;

  test('completion prints a script with every command', async () => {
    const { code, stdout, stderr } = await runCli(['completion', shell]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const name of ['key', 'sign', 'verify', 'completion']) expect(stdout).toContain(name);
  });

  test.skipIf(isMissing)('the script has no syntax errors', async () => {
    const file = path.join(temporaryDirectory(), `completion.${shell}`);
    writeFileSync(file, (await runCli(['completion', shell])).stdout);
    const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

test.each([
  ['an unknown shell', ['tcsh']],
  ['no shell', []],
])('%s exits with 2', async (_, args) => {
  const { code, stdout, stderr } = await runCli(['completion', ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  if (args.length > 0) expect(stderr).toMatch(/bash, zsh, fish/);
});
