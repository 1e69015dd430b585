import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { longest } from '../vitest.config.ts';

const root = path.resolve(import.meta.dirname, '..');

/** Expands braces and stars as .ci/run's shell does. */
function expand(patterns: readonly string[]): string[] {
  const script = `printf '%s\\n' ${patterns.join(' ')}`;
  return execFileSync('bash', ['-c', script], { cwd: root, encoding: 'utf8' }).trim().split('\n');
}

it('.ci/run runs the test files that npm test leaves out', () => {
  const script = readFileSync(path.join(root, '.ci/run'), 'utf8');
  const named = script.match(/\btest\/[\w./{},*-]+/g) ?? [];
  expect(expand(named)).toEqual(expect.arrayContaining(expand(longest)));
});
