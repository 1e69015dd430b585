import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkInstallation } from './checks.ts';
import { createEnvironment, type Environment, programs } from './environment.ts';

const root = path.resolve(import.meta.dirname, '../..');
const isWindows = process.platform === 'win32';
const script = '/usr/local/lib/node_modules/logto-hooks/bin/logto-hooks.js';

describe('the packed package, installed, with only Node.js', () => {
  const work = mkdtempSync(path.join(tmpdir(), 'logto-hooks-tarball-'));
  const modules = path.join(work, 'node_modules');
  let environment: Environment;

  beforeAll(() => {
    const npm = (...args: string[]) =>
      execFileSync('npm', [...args, '--silent'], { cwd: root, encoding: 'utf8', shell: isWindows });
    const tarball = npm('pack', '--ignore-scripts', '--pack-destination', work).trim();
    npm('install', '--prefix', work, '--no-save', '--no-audit', path.join(work, tarball));
    environment = createEnvironment(
      {
        [`${programs}/node${isWindows ? '.exe' : ''}`]: process.execPath,
        '/usr/local/lib/node_modules': modules,
      },
      [script],
    );
  });
  afterAll(() => {
    environment.remove();
    rmSync(work, { recursive: true });
  });

  it('installs one package', () => {
    expect(readdirSync(modules).filter((name) => !name.startsWith('.'))).toEqual(['logto-hooks']);
  });

  checkInstallation(
    () => environment,
    () => `node ${environment.locate(script)}`,
  );
});
