import { chownSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { sign } from '../../src/core/logto/signature.ts';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';
import { canMount, mountTmpfs } from '../helpers/tmpfs.ts';

const variable = 'LOGTO_WEBHOOK_SIGNING_KEY';

test('the first command creates a key, announces it without printing it, and later commands use it', async () => {
  const cwd = temporaryDirectory();
  const first = await runCli(['key'], { cwd });
  const key = first.stdout.trim();

  expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[0-9A-Za-z]{32}\n$/) });
  expect(first.stderr).toMatch(/signing key in \.logto-hooks\/signing-key/);
  expect(first.stderr).not.toContain(key);
  expect(await runCli(['key'], { cwd })).toMatchObject({ code: 0, stdout: `${key}\n`, stderr: '' });

  const state = path.join(cwd, '.logto-hooks');
  expect(statSync(state).mode & 0o777).toBe(0o700);
  expect(statSync(path.join(state, 'signing-key')).mode & 0o777).toBe(0o600);
  expect(readFileSync(path.join(state, '.gitignore'), 'utf8')).toBe('*\n');
  expect(readdirSync(state).sort()).toEqual(['.gitignore', 'signing-key']);
});

test('--json prints one object, which contains the key only if the key was asked for', async () => {
  const cwd = temporaryDirectory();
  const args = ['key', '--signing-key', 'K', '--json'];
  const printed = await runCli(args, { cwd });
  expect(JSON.parse(printed.stdout)).toEqual({
    type: 'signing-key',
    source: '--signing-key',
    value: 'K',
  });
  const written = await runCli([...args, '--write-env'], { cwd });
  expect(JSON.parse(written.stdout)).toEqual({
    type: 'signing-key',
    source: '--signing-key',
    file: path.join(cwd, '.env'),
  });
});

test('the first key that is set wins, and an empty one is an error', async () => {
  const cwd = temporaryDirectory();
  const printed = async (args: string[], env: Record<string, string> = {}) =>
    (await runCli(['key', ...args], { cwd, env })).stdout.trimEnd();
  const put = (name: string, text: string) => writeFileSync(path.join(cwd, name), text);

  mkdirSync(path.join(cwd, '.logto-hooks'));
  put('.logto-hooks/signing-key', 'fromKeyFile\n');
  expect(await printed([])).toBe('fromKeyFile');
  put('.env', `${variable}= \n`);
  expect(await runCli(['key'], { cwd })).toMatchObject({
    ...{ code: 2, stdout: '' },
    stderr: expect.stringContaining(`error: ${variable} in .env is empty.`),
  });
  put('.env', `\uFEFF${variable}="from .env" # comment\n`);
  expect(await printed([])).toBe('from .env');
  expect(await runCli(['key'], { cwd, env: { [variable]: '' } })).toMatchObject({
    stderr: expect.stringContaining(`error: ${variable} in the environment is empty.`),
  });
  expect(await printed([], { [variable]: 'fromEnvironment' })).toBe('fromEnvironment');
  expect(await printed(['--signing-key', '$&flag'], { [variable]: 'x' })).toBe('$&flag');
  put('.logto-hooks/signing-key', '\n');
  put('.env', '');
  expect(await printed([])).toMatch(/^[0-9A-Za-z]{32}$/);
});

test('commands that start concurrently agree on one key', async () => {
  const cwd = temporaryDirectory();
  const runs = await Promise.all(
    Array.from({ length: 6 }, () => runCli(['sign'], { cwd, input: '{}' })),
  );
  const key = readFileSync(path.join(cwd, '.logto-hooks/signing-key'), 'utf8').trim();
  expect(new Set(runs.map(({ stdout }) => stdout))).toEqual(new Set([`${sign('{}', key)}\n`]));
  expect(runs.filter(({ stderr }) => stderr.includes('Created a signing key'))).toHaveLength(1);
  expect(runs.every(({ stderr }) => !stderr.includes(key))).toBe(true);
});

test('--write-env sets the key in .env without printing it', async () => {
  const cwd = temporaryDirectory();
  writeFileSync(path.join(cwd, '.env'), `# mine\r\n${variable}='old' # ours\r\nA=1`);
  const { code, stdout, stderr } = await runCli(['key', '--signing-key', 'a$&b#', '--write-env'], {
    cwd,
  });

  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(stderr).toBe(`${variable} is set in .env.\n`);
  expect(readFileSync(path.join(cwd, '.env'), 'utf8')).toBe(
    `# mine\r\n${variable}='a$&b#' # ours\r\nA=1`,
  );
});

test('--write-env changes nothing if the file may not grow', async () => {
  const cwd = temporaryDirectory();
  const file = path.join(cwd, '.env');
  const before = `${'# a comment\n'.repeat(300)}${variable}=old\n`;
  writeFileSync(file, before, { mode: 0o640 });
  const args = ['key', '--signing-key', 'K', '--write-env'];
  const limited = await runCli(args, { cwd, fileBlocks: 2 });

  expect(limited).toMatchObject({ code: 2, stdout: '' });
  expect(limited.stderr).toMatch(/cannot be written \(EFBIG\)/);
  expect(limited.stderr).not.toContain('is set');
  expect(readFileSync(file, 'utf8')).toBe(before);
  expect(readdirSync(cwd)).toEqual(['.env']);

  expect(await runCli(args, { cwd })).toMatchObject({ code: 0 });
  expect(readFileSync(file, 'utf8')).toBe(before.replace('=old', '=K'));
  expect(statSync(file).mode & 0o777).toBe(0o640);
});

test.skipIf(!canMount)('--write-env changes nothing on a full disk', async () => {
  const cwd = mountTmpfs('12k');
  const file = path.join(cwd, '.env');
  const before = `${'# a comment\n'.repeat(600)}${variable}=old\n`;
  writeFileSync(file, before);
  const args = ['key', '--signing-key', 'K'.repeat(64), '--write-env'];
  const { code, stderr } = await runCli(args, { cwd });

  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(/ENOSPC/) });
  expect(readFileSync(file, 'utf8')).toBe(before);
  expect(readdirSync(cwd)).toEqual(['.env']);
});

test.skipIf(process.getuid?.() !== 0)('--write-env keeps the owner of the file', async () => {
  const cwd = temporaryDirectory();
  const file = path.join(cwd, '.env');
  writeFileSync(file, 'A=1\n', { mode: 0o644 });
  chownSync(cwd, 1234, 4321);
  chownSync(file, 1234, 4321);
  await runCli(['key', '--signing-key', 'K', '--write-env'], { cwd });
  expect(readFileSync(file, 'utf8')).toBe(`A=1\n${variable}=K\n`);
  expect(statSync(file)).toMatchObject({ uid: 1234, gid: 4321 });
  expect(statSync(file).mode & 0o777).toBe(0o644);
});

test('--write-env refuses a file that would hide the key, and names the line', async () => {
  const cwd = temporaryDirectory();
  const file = path.join(cwd, '.env');
  const before = `A=1\nB="unclosed\n${variable}=old\n`;
  writeFileSync(file, before);
  const { code, stdout, stderr } = await runCli(
    ['key', '--signing-key', 'K', '--write-env', '--json'],
    { cwd },
  );

  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/was not written .*\bline 2\b/);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('--write-env creates the named file, readable by its owner alone', async () => {
  const cwd = temporaryDirectory();
  await runCli(['key', '--write-env', '.env.local'], { cwd });
  const file = path.join(cwd, '.env.local');
  const { stdout } = await runCli(['key'], { cwd });
  expect(parseEnv(readFileSync(file, 'utf8'))[variable]).toBe(stdout.trim());
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each([
  ['an empty flag', ['--signing-key', ''], /--signing-key is empty/],
  [
    'a file in a directory that does not exist',
    ['--write-env', 'no/such/.env'],
    /no\/such does not exist/,
  ],
])('%s exits with 2 and one line', async (_, args, message) => {
  const cwd = temporaryDirectory();
  await runCli(['key'], { cwd });
  const { code, stdout, stderr } = await runCli(['key', ...args], { cwd });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('a directory called .env, as Python uses it, has no key', async () => {
  const cwd = temporaryDirectory();
  mkdirSync(path.join(cwd, '.env'));
  expect(await runCli(['key'], { cwd })).toMatchObject({ code: 0 });
});
