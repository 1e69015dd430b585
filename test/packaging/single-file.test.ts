import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkInstallation } from './checks.ts';
import { createEnvironment, type Environment, programs } from './environment.ts';

const root = path.resolve(import.meta.dirname, '../..');
const suffix = process.platform === 'win32' ? '.exe' : '';

describe('the single executable, without Node.js', () => {
  let environment: Environment;

  beforeAll(() => {
    execFileSync(process.execPath, ['--import', 'tsx', 'scripts/build/single-file.ts'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const executable = path.join(root, `artifacts/single-file/logto-hooks${suffix}`);
    environment = createEnvironment({ [`${programs}/logto-hooks${suffix}`]: executable });
  });
  afterAll(() => environment.remove());

  checkInstallation(
    () => environment,
    () => 'logto-hooks',
  );

  it('suggests no npx in the READMEs of projects', () => {
    const readme = readFileSync(path.join(environment.directory, 'node/README.md'), 'utf8');
    expect(readme).toContain('logto-hooks send');
    expect(readme).not.toMatch(/npx (?:--no )?logto-hooks/);
  });

  it('comes with the licenses of what it contains', () => {
    expect(path.join(root, 'artifacts/single-file')).toSatisfy((directory: string) =>
      ['LICENSE', 'LICENSES.txt'].every((name) => existsSync(path.join(directory, name))),
    );
  });
});
