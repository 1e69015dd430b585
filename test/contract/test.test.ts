import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import * as zlib from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadSettings, type TestFlags } from '../../src/contract/settings.ts';
import { isEventName } from '../../src/core/logto/events.ts';
import { eventsOfVersion } from '../../src/core/logto/versions.ts';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';
import { type Differences, runContractTest, startFlawed } from '../helpers/contract.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { hmac, signingKey } from '../receivers/receiver.ts';

const key = ['--signing-key', signingKey];

describe('test with a good receiver', () => {
  it('passes every check, with a line each, and ends with a summary', async () => {
    const { url } = await startFlawed();
    const { code, lines, summary, stderr } = await runContractTest(['--to', `${url}/a/hook?b=c`]);
    expect(lines.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(lines.length).toBe(eventsOfVersion().length + 1 + 12 + 8 + 8 + 8);
    expect(summary).toMatchObject({ passed: lines.length, failed: 0, warned: 0, skipped: 0 });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^note: The receiver treats these events as real: .*\n$/);
  });

  it('sends custom headers, and the path and query of the URL', async () => {
    const app = await startFlawed({
      early: ({ headers, path: where }) =>
        headers['x-tenant'] === 'acme' && where === '/hook?from=logto'
          ? undefined
          : { status: 403 },
    });
    const args = ['--to', `${app.url}/hook?from=logto`, '-H', 'x-tenant: acme'];
    const { code, failed } = await runContractTest(args);
    expect([code, failed]).toEqual([0, []]);
  });

  it('sends events concurrently if it is slow, up to as many as Logto', async () => {
    let [now, most] = [0, 0];
    const app = await startReceiver((_, response) => {
      now++;
      most = Math.max(most, now);
      setTimeout(() => {
        now--;
        response.end();
      }, 60);
    });
    await runContractTest(['--to', app.url, '--only', 'accepts/*.*']);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(10);
  });
});

const signature = 'logto-signature-sha-256';

describe('test reports one cause once and skips the other checks', () => {
  const receivers: readonly [what: string, check: string, early: Differences['early']][] = [
    ['never answers', 'behaves/answers-in-time', () => 'silence'],
    [
      'knows no key',
      'rejects/empty-key',
      ({ headers, body }) => ({ status: headers[signature] === hmac(body, '') ? 200 : 401 }),
    ],
    [
      'does not read the body',
      'rejects/signature-of-empty-body',
      ({ headers }) => ({ status: headers[signature] === hmac('') ? 200 : 401 }),
    ],
    [
      'leads to a login',
      'behaves/no-redirect',
      ({ path: where }) =>
        where === '/login' ? { status: 200 } : { status: 302, headers: { location: '/login' } },
    ],
    [
      'wants an id in a header',
      'behaves/no-extra-header-needed',
      ({ headers }) => (headers['webhook-id'] ? undefined : { status: 400 }),
    ],
  ];

  it.each(receivers)('if the receiver %s', async (_, check, early) => {
    const app = await startFlawed({ early });
    const { code, failed, lines } = await runContractTest(['--to', app.url, '--timeout', '200ms']);
    expect([code, failed]).toEqual([1, [check]]);
    const others = lines.filter(({ id }) => id !== check);
    expect(others.length).toBeGreaterThan(60);
    expect(others.filter(({ status }) => status !== 'skipped')).toEqual([]);
    expect(others.filter(({ answered }) => !answered.includes(check))).toEqual([]);
  });

  it('even if the check that covers it was not selected', async () => {
    const app = await startFlawed({ verify: () => false });
    const { code, failed } = await runContractTest(['--to', app.url, '--only', 'rejects']);
    expect([code, failed]).toEqual([1, ['accepts/PostRegister']]);
  });

  it('if the receiver limits the rate', async () => {
    let count = 0;
    const app = await startFlawed({
      early: () => (++count > 40 ? { status: 429 } : undefined),
    });
    const { code, failed } = await runContractTest(['--to', app.url]);
    expect([code, failed]).toEqual([1, ['tolerates/concurrency']]);
  });
});

const zstd: unknown = Reflect.get(zlib, 'zstdCompressSync');

const encoders: readonly [encoding: string, encode: (text: string) => Buffer][] = [
  ['gzip', (text) => zlib.gzipSync(text)],
  ['gzip, br', (text) => zlib.brotliCompressSync(zlib.gzipSync(text))],
  ['deflate', (text) => zlib.deflateRawSync(text)],
  // Node.js has it since 22.15.
  ...(typeof zstd === 'function'
    ? [['zstd', (text: string) => Buffer.from(zstd(Buffer.from(text)))] as const].map(
        ([name, encode]): [string, (text: string) => Buffer] => [name, encode],
      )
    : []),
];

describe('test with a receiver that breaks', () => {
  it('skips the checks that it can no longer run', async () => {
    let isBroken = false;
    const app = await startFlawed({
      early({ headers }) {
        isBroken ||= headers[signature]?.length === 4;
        return isBroken ? { status: 500 } : undefined;
      },
    });
    const { failed, lines } = await runContractTest(['--to', app.url]);
    expect(failed).toEqual(['rejects/truncated-signature', 'behaves/survives']);
    const survives = lines.find(({ id }) => id === 'behaves/survives');
    expect(survives?.answered).toContain('Since rejects/truncated-signature');
  });

  it('blames no check if several ran', async () => {
    let isBroken = false;
    const app = await startReceiver(({ headers, body }, response) => {
      const sent = headers[signature]?.toString();
      isBroken ||= sent?.length === 4;
      const status = isBroken ? 500 : sent === hmac(body) ? 200 : 401;
      // So slow that forged deliveries are sent concurrently.
      setTimeout(() => response.writeHead(status).end(), 110);
    });
    const { failed, lines } = await runContractTest(['--to', app.url, '--only', 'rejects']);
    expect(failed).toEqual(['behaves/survives']);
    const survives = lines.find(({ id }) => id === 'behaves/survives');
    expect(survives?.answered).toContain('After several checks ran at the same time, it no longer');
  });

  it('names the event that hangs, and waits only once', async () => {
    const app = await startFlawed({
      early: ({ body }) => (body.includes('"Scope.Deleted"') ? 'silence' : undefined),
    });
    const { failed, lines } = await runContractTest(['--to', app.url, '--timeout', '300ms']);
    expect(failed).toEqual(['accepts/Scope.Deleted']);
    const hung = lines.find(({ id }) => id === 'accepts/Scope.Deleted');
    expect(hung?.answered).toContain('No response within');
  });

  it.each(encoders)('searches its %s responses for secrets', async (encoding, encode) => {
    const app = await startReceiver((request, response) => {
      const signature = request.headers['logto-signature-sha-256'];
      if (signature === hmac(request.body)) return response.end();
      response.writeHead(401, { 'content-encoding': encoding });
      response.end(encode(`expected ${signingKey}`));
    });
    const { failed } = await runContractTest(['--to', app.url, '--only', 'behaves']);
    expect(failed).toContain('behaves/no-secret-leak');
  });

  it('only warns if it refuses an unknown event', async () => {
    const app = await startFlawed({
      handle: ({ event }) => (isEventName(event) ? undefined : { status: 422 }),
    });
    const args = ['--to', app.url, '--only', 'tolerates/unknown-event'];
    const run = await runContractTest(args);
    expect(run.lines).toMatchObject([{ severity: 'warn', status: 'failed' }]);
    expect(run.summary).toMatchObject({ failed: 0, warned: 1 });
    expect(run.code).toBe(0);
    expect((await runContractTest([...args, '--strict'])).code).toBe(1);
  });

  it('never prints the key, even if a response contains it', async () => {
    const app = await startFlawed({
      refuse: () => ({ status: 401, headers: { 'x-key': signingKey }, body: { signingKey } }),
    });
    const run = await runContractTest(['--to', app.url, '--only', 'rejects,behaves']);
    expect(run.failed).toEqual(['behaves/no-secret-leak']);
    expect(run.stdout + run.stderr).not.toContain(signingKey);
    expect(run.stdout).toContain('<signing key>');
  });
});

/** Returns the flags that commander parses from arguments. */
function flagsOf(args: readonly string[]): TestFlags {
  const valuesOf = (...names: string[]) =>
    args.flatMap((arg, at) => (names.includes(args[at - 1] ?? '') ? [arg] : []));
  const events = valuesOf('-e');
  return {
    only: valuesOf('--only'),
    skip: valuesOf('--skip'),
    ...(events.length > 0 ? { events } : {}),
  };
}

describe('the selection of checks', () => {
  it.each([
    [['--only', 'accepts/PostSignIn'], ['accepts/PostSignIn']],
    [['--only', 'accepts/Post*', '-e', 'PostSignIn'], ['accepts/PostSignIn']],
    [
      ['--only', 'bytes/escapes,behaves/survives', '--only', 'bytes/numbers'],
      ['bytes/escapes', 'bytes/numbers', 'behaves/survives'],
    ],
    [['--only', 'behaves', '--skip', 'behaves/*-*'], ['behaves/survives']],
  ])('follows %j', async (args, ids) => {
    const { selected } = loadSettings(flagsOf(args), { env: {} });
    const running = selected.filter(({ skipReason }) => skipReason === null);
    expect(running.map(({ check }) => check.id)).toEqual(ids);
  });

  it.each([
    [['--only', 'bytes/unicod'], /Did you mean bytes\/unicode\?/],
    [['--only', 'survives'], /Did you mean behaves\/survives\?/],
    [['--skip', '*'], /./],
  ])('rejects %j', async (args, message) => {
    expect(() => loadSettings(flagsOf(args), { env: {} })).toThrow(
      expect.objectContaining({ remedy: expect.stringMatching(message) }),
    );
  });

  it('is listed by --list, with what each check sends and why', async () => {
    const { code, stdout } = await runCli(['test', '--list', '--only', 'bytes/whitespace']);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^bytes {2}1\n {2}bytes\/whitespace {2}warn\n {4}Sends a pretty-printed/,
    );
  });

  it.each([
    [[], 'bytes/charset skipped: The gateway takes application/json only.'],
    [['--skip', 'bytes/charset'], 'bytes/charset skipped: Skipped by --skip.'],
  ])('reports why a check is skipped (%j)', async (flags, line) => {
    const { url } = await startFlawed();
    const cwd = temporaryDirectory();
    const skip = { 'bytes/charset': 'The gateway takes application/json only.' };
    const file = path.join(cwd, 'logto-hooks.config.json');
    writeFileSync(file, JSON.stringify({ test: { to: url, skip } }));
    const args = ['--only', 'bytes/charset,bytes/escapes', ...flags];
    const { lines } = await runContractTest(args, { cwd });
    expect(lines.map(({ id, status, answered }) => `${id} ${status}: ${answered}`).sort()).toEqual([
      ...[line, 'bytes/escapes passed: 200'],
    ]);
  });

  it('leaves out the events that are not subscribed', async () => {
    const app = await startFlawed({
      handle: ({ event }) => (event === 'Role.Deleted' ? undefined : { status: 400 }),
    });
    const { failed, lines } = await runContractTest(['--to', app.url, '-e', 'Role.Deleted']);
    expect(failed).toEqual(['tolerates/unknown-event']);
    const events = lines.filter(({ id }) => id.startsWith('accepts/'));
    expect(events.map(({ id }) => id)).toEqual(['accepts/Role.Deleted', 'accepts/scenarios']);
  });
});

describe('test exits with 2 and one line', () => {
  it.each([
    [['test'], /No receiver given\./],
    [['test', '--to', 'localhost:1'], /Nothing listens at localhost:1/],
    [['test', '--to', 'http://logto-hooks.invalid/'], /cannot be resolved/],
    [
      ['test', '--list', '-H', 'Host: x'],
      /its own header 'host', which a custom header cannot set/,
    ],
    [
      ['test', '--list', '-H', 'Logto-Signature-SHA-256: x'],
      /its own header 'logto-signature-sha-256'/,
    ],
    [['test', '--list', '-H', 'x-name: 李'], /'x-name' has a character outside Latin-1/],
    [['test', '--reporter', 'junti', '--list'], /Did you mean junit\?/],
    [['test', '--reporter', 'tap,json', '--list'], /cannot both go to standard output/],
    [['test', '--output-file', 'junit=x', '--list'], /Add junit to --reporter/],
    [['test', '--config', 'none.json'], /none\.json does not exist\. Check its path/],
  ])('for %j', async (args, message) => {
    const { code, stdout, stderr } = await runCli([...args, ...key]);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect([code, stdout]).toEqual([2, '']);
  });

  it.each([404, 405])('if every response is %i, as the URL is wrong', async (status) => {
    const app = await startReceiver((_, response) => response.writeHead(status).end());
    const { code, stdout, stderr } = await runCli(['test', '--to', app.url, ...key]);
    expect(stderr).toMatch(/Check the path\.\n$/);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('if the port does not speak HTTP', async () => {
    const server = createServer((socket) => socket.on('error', () => {}).end('220 ready\r\n'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await runCli(['test', '--to', `127.0.0.1:${port}`, ...key]);
    expect(stderr).toMatch(/^error: .* did not respond with HTTP/m);
    expect(code).toBe(2);
  });
});
