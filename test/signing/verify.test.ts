import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseLines, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { hmac, key, realBodies } from '../helpers/diagnosis.ts';

const [body = ''] = realBodies;
const pretty = JSON.stringify(JSON.parse(body), null, 2);
const right = hmac(body);
const env = { LOGTO_WEBHOOK_SIGNING_KEY: key };

test.each([
  ['the value', right],
  ['the whole header line', `Logto-Signature-SHA-256: ${right}`],
])('verify exits with 0 for a valid signature given as %s', async (_, signature) => {
  const run = await runCli(['verify', '--signature', signature], { input: body, env });
  const stdout = `valid The signature matches the body (${body.length} bytes).\n`;
  expect(run).toMatchObject({ code: 0, stdout, stderr: '' });
});

test('verify exits with 1 for an invalid signature, with the cause and a remedy', async () => {
  const cwd = temporaryDirectory();
  writeFileSync(path.join(cwd, 'copy.json'), pretty);
  const args = ['verify', 'copy.json', '--signature', right];
  const { code, stdout, stderr } = await runCli(args, { cwd, env });
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout).toMatch(/^invalid .*without whitespace.*\(body-reformatted\)\n.*raw bytes.*\n$/);
  expect(stdout).not.toContain(key);
});

test('verify prints one object with --json', async () => {
  const verified = async (input: string) => {
    const { stdout } = await runCli(['verify', '--json', '--signature', right], { input, env });
    return parseLines(stdout);
  };
  const key = 'LOGTO_WEBHOOK_SIGNING_KEY in the environment';
  const none = { cause: null, message: null, remedy: null };
  expect(await verified(body)).toEqual([{ type: 'verification', valid: true, key, ...none }]);
  expect(await verified(pretty)).toEqual([
    {
      type: 'verification',
      valid: false,
      key: null,
      cause: 'body-reformatted',
      message: expect.any(String),
      remedy: expect.any(String),
    },
  ]);
});

test('verify also tries the other keys that are set, and names the one that matches by its source', async () => {
  const cwd = temporaryDirectory();
  writeFileSync(path.join(cwd, '.env'), `LOGTO_WEBHOOK_SIGNING_KEY=${key}\n`);
  const args = ['verify', '--signature', right, '--signing-key', 'stale'];
  const { code, stdout } = await runCli(args, { cwd, input: body });
  expect(code).toBe(1);
  expect(stdout).toMatch(/LOGTO_WEBHOOK_SIGNING_KEY in \.env.*\(key-other\)/);
  expect(stdout).not.toContain(key);
});

test.each([
  ['without a signature', ['--signing-key', key], /--signature/],
  ['without a key', ['--signature', right], /No signing key is set\..*--signing-key/],
  ['with an empty key', ['--signature', right, '--signing-key', ''], /--signing-key is empty/],
  [
    'without its file',
    ['no.json', '--signature', right, '--signing-key', key],
    /no\.json does not exist/,
  ],
])('verify exits with 2 and one line: %s', async (_, args, message) => {
  const cwd = temporaryDirectory();
  const { code, stdout, stderr } = await runCli(['verify', ...args], { cwd, input: body });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(existsSync(path.join(cwd, '.logto-hooks'))).toBe(false);
});
