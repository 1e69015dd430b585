import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';
import { expectHarmless, hostileEnvironment, hostileText } from '../helpers/hostile.ts';

const env = hostileEnvironment;
const to = ['--to', 'http://127.0.0.1:9/'];
const tenant = ['--endpoint', 'http://127.0.0.1:9', '--auth', 'id:secret'];

/** Command lines with hostile text, one for each argument that takes text. */
const commandLines: readonly (readonly string[])[] = [
  [hostileText],
  [`--${hostileText}`],
  ['help', hostileText],
  ['send', hostileText],
  ['send', 'PostSignIn', '--to', hostileText],
  ['send', 'PostSignIn', '--variant', hostileText],
  ['send', 'PostSignIn', '--scenario', hostileText],
  ['send', 'PostSignIn', '--set', hostileText, ...to],
  ['send', 'PostSignIn', '--set', `${hostileText}=1`, ...to],
  ['send', 'PostSignIn', '--unset', hostileText, ...to],
  ['send', 'PostSignIn', '--header', hostileText, ...to],
  ['send', 'PostSignIn', '--expect', hostileText],
  ['send', 'PostSignIn', '--count', hostileText],
  ['send', 'PostSignIn', '--timeout', hostileText],
  ['send', 'PostSignIn', '--fixtures', hostileText, ...to],
  ['send', '--data', hostileText, ...to],
  ['send', '--raw', hostileText, ...to],
  ['send', 'PostSignIn', '--to', `http://127.0.0.1:9/${hostileText}?${hostileText}`],
  ['send', 'PostSignIn', '--force', '--set', `a=${hostileText}`, '--dry-run'],
  ['send', 'PostSignIn', '--force', '--set', `${hostileText}=a`, '--dry-run', '--json'],
  ['send', 'PostSignIn', '--force', '--set', `a=${hostileText}`, '--curl'],
  ['listen', '--port', hostileText],
  ['listen', '--host', hostileText, '--port', '0'],
  ['listen', '--forward-to', hostileText],
  ['listen', '--events', hostileText],
  ['listen', '--chaos', hostileText],
  ['listen', '--max-body', hostileText],
  ['listen', '--history-keep', hostileText],
  ['test', '--to', hostileText],
  ['test', ...to, '--only', hostileText],
  ['test', ...to, '--reporter', hostileText],
  ['test', ...to, '--output-file', `junit=${hostileText}`],
  ['test', ...to, '--config', hostileText],
  ['test', ...to, '--start', `echo "${hostileText}" >&2; exit 3`, '--wait', '5s'],
  ['history', hostileText],
  ['history', 'show', hostileText],
  ['history', 'list', '--since', hostileText],
  ['history', 'export', '--output-file', `x/${hostileText}`],
  ['replay', hostileText],
  ['replay', '--last', hostileText],
  ['events', 'show', hostileText],
  ['events', 'schema', hostileText],
  ['events', '--having', hostileText],
  ['sign', hostileText],
  ['verify', hostileText, '--signature', hostileText],
  ['key', '--write-env', `${hostileText}/.env`],
  ['init', hostileText, '--yes'],
  ['init', hostileText.replaceAll('/', ''), '--yes', '--no-install', '--template', 'node'],
  ['init', 'x', '--yes', '--template', hostileText],
  ['completion', hostileText],
  ['doctor', '--endpoint', hostileText],
  ['tenant', hostileText],
  ['tenant', 'webhooks', '--endpoint', hostileText, '--auth', hostileText],
  ['tenant', 'webhooks', ...tenant, '--resource', hostileText],
  ['tenant', 'deliveries', hostileText, ...tenant],
  ['tenant', 'deliveries', 'x', ...tenant, '--since', hostileText],
  ['tenant', 'reconcile', 'x', '--state', hostileText, ...tenant],
  ['tenant', 'create', hostileText, '--url', hostileText, ...tenant],
];

/** Returns a title without the hostile text, which must not reach the terminal of the test run. */
function nameOf(words: readonly string[]): string {
  return words.map((word) => (word.includes('FOREIGN') ? '…' : word)).join(' ');
}

describe('with hostile arguments', () => {
  it.each(commandLines.map((words) => [nameOf(words), words] as const))(
    'no escape sequence or runner command is printed: %s',
    async (_, words) => {
      const { stdout, stderr } = await runCli([...words, '--debug'], { env, input: hostileText });
      expectHarmless(stdout);
      expectHarmless(stderr);
    },
  );
});

const key = { LOGTO_WEBHOOK_SIGNING_KEY: 'mZ4vQ8sT1xW6yB3nK9pL2rJ7hG5fD0cA' };
const doctor = [['doctor'], ['doctor', '--json']];
const test = ['test', '--only', 'rejects/unsigned', '--timeout', '1s'];
const sendFixture = ['send', 'PostSignIn', '--fixtures', 'rec'];

interface HostileFiles {
  readonly contents: Readonly<Record<string, string>>;
  /** Commands that read the files. */
  readonly commands: readonly (readonly string[])[];
}

const configuration = (text: string): HostileFiles => ({
  contents: { 'logto-hooks.config.json': text },
  commands: [...doctor, test],
});

const files: Readonly<Record<string, HostileFiles>> = {
  'a configuration that is not JSON': configuration(`{ "test": ${hostileText}`),
  'a configuration with unknown keys': configuration(
    JSON.stringify({ [hostileText]: 1, test: { [hostileText]: 1 } }),
  ),
  'a configuration with hostile values': configuration(
    JSON.stringify({
      test: { to: hostileText, only: [hostileText], skip: { [hostileText]: hostileText } },
    }),
  ),
  'an .env file': {
    contents: {
      '.env': ['LOGTO_ENDPOINT', 'LOGTO_AUTH', 'LOGTO_RESOURCE', 'LOGTO_WEBHOOK_SIGNING_KEY']
        .map((name) => `${name}="${hostileText}"\n`)
        .join(''),
    },
    commands: [
      ...doctor,
      test,
      ['key'],
      ['sign', '-'],
      ['tenant', 'webhooks'],
      ['send', 'PostSignIn', ...to],
    ],
  },
  'a package': {
    contents: { 'package.json': JSON.stringify({ name: hostileText, scripts: hostileText }) },
    commands: [...doctor, ['init', '.', '--yes', '--dry-run']],
  },
  'a recorded fixture': {
    contents: {
      [`rec/PostSignIn/${hostileText.replaceAll('/', '')}.json`]: `{"event":"PostSignIn","x":${JSON.stringify(hostileText)}}`,
      'rec/PostSignIn/sign-in.json': `{"event":"PostSignIn","x":${JSON.stringify(hostileText)}}`,
      'rec/PostRegister/broken.json': hostileText,
    },
    commands: [
      [...sendFixture, '--dry-run'],
      [...sendFixture, '--dry-run', '--json'],
      [...sendFixture, '--curl'],
      [...sendFixture, '--variant', 'x', ...to],
      ['send', 'PostRegister', '--fixtures', 'rec', ...to],
    ],
  },
};

describe.each(Object.entries(files))('with %s', (_, { contents, commands }) => {
  it.each(commands.map((words) => [words.join(' '), words] as const))(
    'no escape sequence or runner command is printed: %s',
    async (_, words) => {
      const cwd = temporaryDirectory();
      for (const [file, text] of Object.entries(contents)) {
        mkdirSync(path.dirname(path.join(cwd, file)), { recursive: true });
        writeFileSync(path.join(cwd, file), text);
      }
      const { stdout, stderr } = await runCli(words, {
        cwd,
        env: '.env' in contents ? env : { ...env, ...key },
        input: hostileText,
      });
      expectHarmless(stdout);
      expectHarmless(stderr);
      expect(stdout + stderr).not.toBe('');
    },
  );
});
