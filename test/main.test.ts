import { mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryDirectory } from './helpers/cli.ts';

/** Creates a home directory with old files; returns it with the names of everything in it. */
function oldHome() {
  const home = temporaryDirectory();
  for (const name of ['letters', 'photos']) {
    mkdirSync(path.join(home, name));
    writeFileSync(path.join(home, name, 'one'), name);
    utimesSync(path.join(home, name), 0, 0);
  }
  return { home, entries: () => readdirSync(home, { recursive: true }).sort() };
}

describe('starting', () => {
  it.each(['XDG_CACHE_HOME', 'HOME'])(
    'leaves alone a directory that links in %s lead to',
    async (variable) => {
      const { home, entries } = oldHome();
      const before = entries();
      const place = temporaryDirectory();
      for (const link of ['logto-hooks/code', '.cache/logto-hooks/code']) {
        mkdirSync(path.join(place, path.dirname(link)), { recursive: true });
        symlinkSync(home, path.join(place, link));
      }
      const { code } = await runCli(['events'], { env: { [variable]: place } });
      expect(code).toBe(0);
      expect(entries()).toEqual(before);
    },
  );

  it('writes nothing to the home directory or the temporary directory', async () => {
    const [home, temporary] = [temporaryDirectory(), temporaryDirectory()];
    const env = { HOME: home, XDG_CACHE_HOME: path.join(home, 'cache'), TMPDIR: temporary };
    const { code } = await runCli(['send', 'PostSignIn', '--dry-run', '--signing-key', 'key'], {
      env,
    });
    expect(code).toBe(0);
    expect([readdirSync(home), readdirSync(temporary)]).toEqual([[], []]);
  });
});

describe('--version', () => {
  it.each(['--version', '-v'])('prints the version alone for %s', async (flag) => {
    const { code, stdout, stderr } = await runCli([flag]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('wrong usage', () => {
  it.each([
    [
      ['listen', '--output', 'fancy'],
      /Unknown --output 'fancy'\. Use one of: pretty, compact, quiet\.$/m,
    ],
    [['listen', '--his'], /unknown option '--his' \(Did you mean --history-keep\?\)$/m],
    [['completion', 'powershel'], /Unknown shell 'powershel'\. Use one of: bash, zsh, fish\.$/m],
    [['key', '--write'], /unknown option '--write' \(Did you mean --write-env\?\)$/m],
    [['test', '3000'], /too many arguments for 'test'\. Pass a URL or port with --to\.$/m],
    [['listen', 'localhost:3000/hook'], /Pass a URL or port with --forward-to\.$/m],
    [['listen', 'to'], /too many arguments for 'listen'\. Expected 0 arguments but got 1\.$/m],
    [
      ['send', 'PostSignIn', 'http://127.0.0.1:3000/?token=secret'],
      /^error: A URL or port is not an event\. Pass it with --to\.$/m,
    ],
    [['key', '--write-env', 'nope/.env', '--signing-key', 'k'], /nope does not exist\. Create it/],
    [['history', '--since', 'yesterday'], /Write a number with its unit, such as 1h or 7d\.$/m],
  ])('is one line and exit code 2 for %j', async (args, message) => {
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
