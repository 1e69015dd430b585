import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';

const secret = 'hunter2';

const commands: readonly (readonly string[])[] = [
  ['send', 'PostSignIn', '--to'],
  ['listen', '--forward-to'],
  ['listen', '--tenant', '--public-url'],
  ['replay', '--last', '--to'],
  ['replay', '--last', '--diff'],
  ['test', '--to'],
  ['tenant', 'create', 'shop', '--url'],
  ['tenant', 'update', 'shop', '--url'],
  ['tenant', 'test', 'shop', '--to'],
  ['tenant', 'redeliver', 'shop', '--to'],
  ['tenant', 'reconcile', 'shop', '--state', 'none', '--to'],
  ['tenant', 'webhooks', '--auth', 'a:b', '--endpoint'],
];

/** Runs a command that must be refused with one line, and returns that line. */
async function refusal(args: readonly string[], options = {}): Promise<string> {
  const { code, stdout, stderr } = await runCli(args, options);
  expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({
    ...{ code: 2, stdout: '', lines: 1 },
  });
  expect(stderr).not.toContain(secret);
  return stderr;
}

describe('refusing a URL with a user name or password', () => {
  it.each(commands.map((args) => [args.join(' '), args] as const))(
    'does not print it: %s',
    async (_, args) => {
      const message = await refusal([
        ...args,
        `http://user:${secret}@127.0.0.1:9/hook?key=${secret}`,
      ]);
      expect(message).toContain(
        "'http://127.0.0.1:9/hook?key=***' has a user name or password in it.",
      );
    },
  );

  it.each([
    `user:${secret}@127.0.0.1:9/hook`,
    `https://${secret}@example.com/`,
    `https://:${secret}@example.com/`,
  ])('does not print it: --to %s', async (url) => {
    const message = await refusal(['send', 'PostSignIn', '--to', url]);
    expect(message).toContain('Send a header instead: -H "authorization: Basic ');
  });

  it('does not print it from logto-hooks.config.json', async () => {
    const cwd = temporaryDirectory();
    const url = `http://user:${secret}@127.0.0.1:9/`;
    writeFileSync(path.join(cwd, 'logto-hooks.config.json'), JSON.stringify({ test: { to: url } }));
    expect(await refusal(['test'], { cwd })).toContain('logto-hooks.config.json: test.to: ');
  });

  it('does not print it from LOGTO_ENDPOINT and LOGTO_RESOURCE', async () => {
    const url = `https://user:${secret}@abc.logto.app/`;
    const endpoint = { LOGTO_ENDPOINT: url, LOGTO_AUTH: 'a:b' };
    expect(await refusal(['tenant', 'webhooks'], { env: endpoint })).toContain('--auth');
    const resource = {
      LOGTO_ENDPOINT: 'http://127.0.0.1:9',
      LOGTO_AUTH: 'a:b',
      LOGTO_RESOURCE: url,
    };
    expect(await refusal(['tenant', 'webhooks'], { env: resource })).toContain('--resource');
  });
});

describe('the error about a malformed argument', () => {
  it.each([
    [`http://user:${secret}@exa mple.com/`, "'http://***@exa mple.com/' is not a valid URL"],
    [`http://user:pa/${secret}@localhost/`, "'http://***@localhost/' is not a valid URL"],
    [`http://user:pa?${secret}@localhost:x/`, "'http://***@localhost:***/' is not a valid URL"],
    [`localhost:99999/hook?key=${secret}`, "'localhost:99999/hook?key=***' is not a valid URL"],
    [`localhost:99999/hook?${secret}`, "'localhost:99999/hook?***' is not a valid URL"],
    [`localhost:99999/hook?${secret}=`, "'localhost:99999/hook?***' is not a valid URL"],
    [`localhost:99999/hook#token=${secret}`, "'localhost:99999/hook' is not a valid URL"],
    [`http://user:${secret}`, "'http://user:***' is not a valid URL"],
    [
      `ftp://user:${secret}@localhost/?key=${secret}`,
      "'ftp://***@localhost/?key=***' starts with ftp",
    ],
  ])('does not quote the secret in the URL %s', async (url, words) => {
    expect(await refusal(['send', 'PostSignIn', '--to', url])).toContain(`--to <url>: ${words}`);
  });

  it.each([
    [`authorization Bearer ${secret}`, 'A header has no name or no colon'],
    [secret, 'A header has no name or no colon'],
    [`: ${secret}`, 'A header has no name or no colon'],
    [`Bearer ${secret}: x`, 'A header name has a character that HTTP does not allow'],
    [`authorization: ${secret}\n${secret}`, "The value of the header 'authorization' has"],
    [`authorization: ${secret}\u0001' is invalid. ${secret}`, 'The value of the header'],
  ])('does not quote the secret in the header %j', async (header, words) => {
    for (const args of [
      ['send', 'PostSignIn'],
      ['listen'],
      ['test'],
      ['tenant', 'create', '--url', '9'],
    ]) {
      expect(await refusal([...args, '-H', header])).toContain(words);
    }
  });

  it.each([`--auht=${secret}`, `--frobnicate=a'${secret}`])(
    'does not quote the secret in the unknown option %s',
    async (option) => {
      expect(await refusal(['doctor', option])).toContain("unknown option '--");
    },
  );

  it('does not quote a header of logto-hooks.config.json', async () => {
    const cwd = temporaryDirectory();
    const file = path.join(cwd, 'logto-hooks.config.json');
    writeFileSync(file, JSON.stringify({ test: { header: { 'x-a': `${secret}\u0001` } } }));
    expect(await refusal(['test'], { cwd })).toContain('test.header');
    writeFileSync(file, `{"test":{"header":{"x-a":"Bearer ${secret}" "x":1}}}`);
    expect(await refusal(['test'], { cwd })).toContain('is not JSON');
    writeFileSync(file, `{"test":{"header":{"x-a":${secret}}}}`);
    expect(await refusal(['test'], { cwd })).toContain('is not JSON');
  });
});
