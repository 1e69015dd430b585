import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished, test, vi } from 'vitest';
import { contract, deliver, type Target } from '../src/testing.ts';
import { startReceiver } from './helpers/receiver.ts';
import { nodeListener } from './receivers/frameworks/node.ts';
import { good, receive, type Steps, signingKey } from './receivers/receiver.ts';

const vitest = path.resolve(import.meta.dirname, '../node_modules/vitest/vitest.mjs');

/** Returns the good receiver, with differences, as a handler of web-standard requests. */
function webReceiver(steps: Partial<Steps> = {}) {
  return async (request: Request): Promise<Response> => {
    const { status, headers, body } = await receive(
      {
        method: request.method,
        rawBody: Buffer.from(await request.arrayBuffer()),
        header: (name) => request.headers.get(name) ?? undefined,
      },
      { ...good, ...steps },
    );
    const init = { status, headers: headers ?? {} };
    return new Response(body === undefined ? null : JSON.stringify(body), init);
  };
}

type Outcome = 'passed' | 'failed' | 'skipped';

/** Registers the contract as a test runner would, runs it, and returns the outcome of each test. */
async function outcomes(target: Target, options: Parameters<typeof contract>[1] = {}) {
  const tests: { name: string; run: (...context: unknown[]) => Promise<void> }[] = [];
  contract(target, { signingKey, ...options, test: (name, run) => tests.push({ name, run }) });
  const ended: Record<string, Outcome | string> = {};
  for (const { name, run } of tests) {
    let outcome: Outcome = 'passed';
    try {
      await run({
        skip: () => {
          outcome = 'skipped';
        },
      });
      ended[name] = outcome;
    } catch (error) {
      ended[name] = error instanceof Error ? error.message : String(error);
    }
  }
  return ended;
}

describe('contract, in vitest itself', () => {
  contract(webReceiver(), { test, signingKey, only: ['accepts/Post*', 'bytes'] });
  contract(
    { POST: webReceiver() },
    { test, signingKey, only: ['rejects/unsigned', 'behaves/get-not-accepted'] },
  );
});

describe('contract', () => {
  const targets: readonly [string, Target][] = [
    ['a handler of the web', webReceiver()],
    ['an app with fetch', { fetch: webReceiver() }],
    ['a route module', { POST: webReceiver() }],
    [
      'a node listener',
      (request, response) => {
        request.url = '/good';
        nodeListener()(request, response);
      },
    ],
  ];

  it.each(targets)('is fulfilled by %s', async (_, target) => {
    const ended = await outcomes(target, { only: ['accepts/User.Created', 'rejects', 'behaves'] });
    expect(Object.keys(ended).length).toBe(21);
    expect(new Set(Object.values(ended))).toEqual(new Set(['passed']));
  });

  it('fails one test with the cause and its remedy', async () => {
    const target = webReceiver({ refuse: () => ({ status: 200 }) });
    const only = ['rejects/unsigned', 'accepts/PostSignIn'];
    const ended = await outcomes(target, { only });
    expect(ended['accepts/PostSignIn']).toBe('passed');
    expect(ended['rejects/unsigned']).toMatch(
      /^rejects\/unsigned\n {2}sent .*\n {2}response {2}200\n {2}why .*\n {2}remedy {4}Answer 401/,
    );
  });

  it('fails for a warning only if strict, and skips the checks in skip', async () => {
    const target = webReceiver({
      handle: ({ data }) => (Object(data).result ? { status: 422 } : undefined),
    });
    const options = {
      only: ['tolerates/console-test-payload', 'bytes/numbers'],
      skip: { 'bytes/numbers': 'not now' },
    };
    expect(await outcomes(target, options)).toEqual({
      'bytes/numbers': 'skipped',
      'tolerates/console-test-payload': 'passed',
    });
    const strict = await outcomes(target, { ...options, strict: true });
    expect(strict['tolerates/console-test-payload']).toMatch(/response {2}422/);
  });

  it('refuses unknown events and checks before anything runs', () => {
    const options = { test: () => {}, signingKey };
    expect(() => contract('3000', { ...options, only: ['rejcts'] })).toThrow(
      "Unknown check 'rejcts'.",
    );
    expect(() => contract('3000', { ...options, events: ['User.Creatd'] })).toThrow('User.Creatd');
    expect(() => contract('3000', { signingKey })).toThrow(
      'No global test function found: pass it',
    );
  });
});

describe('contract, from the built package', () => {
  it.each([
    {
      ...{ runner: 'node:test', type: 'mjs', args: ['--test', '--test-reporter', 'tap'] },
      failed: /^ *not ok \d+ - accepts\/PostSignIn$/m,
      skipped: /^ *ok \d+ - rejects\/unsigned # SKIP Every event is refused/m,
    },
    {
      ...{ runner: 'vitest', type: 'ts', args: [vitest, 'run', '--reporter', 'verbose'] },
      failed: / × .* > accepts\/PostSignIn /,
      skipped: / ↓ .* > rejects\/unsigned .*\[Every event is refused/,
    },
  ])('runs in $runner', async ({ runner, type, args, failed, skipped }) => {
    const directory = mkdtempSync(path.join(import.meta.dirname, 'built-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const file = path.join(directory, `contract.test.${type}`);
    writeFileSync(
      file,
      `import { test } from '${runner}';
import { contract } from 'logto-hooks/testing';
contract(() => new Response(null, { status: 401 }), {
  test, signingKey: '${signingKey}', only: ['accepts/PostSignIn', 'rejects/unsigned'],
});
`,
    );
    const { NODE_OPTIONS, VITEST, ...environment } = process.env;
    const env = { ...environment, NO_COLOR: '1' };
    const run = promisify(execFile)(process.execPath, [...args, file], { env });
    const { stdout } = await run.catch((error: { stdout: string }) => error);
    expect(stdout).toMatch(failed);
    expect(stdout).toMatch(skipped);
  });
});

describe('deliver', () => {
  it('sends an event as Logto does, and returns the response', async () => {
    const app = await startReceiver((_, response) =>
      response.writeHead(202, { 'x-a': 'b' }).end('later'),
    );
    const result = await deliver('User.Created', app.url, { signingKey, variant: 'register' });
    expect(result).toMatchObject({ status: 202, headers: { 'x-a': 'b' }, body: 'later' });
    const [request] = app.requests;
    expect(request?.body.toString()).toBe(result.sent);
    expect(JSON.parse(result.sent)).toMatchObject({ interactionEvent: 'Register' });
    expect(request?.headers['user-agent']).toBe('Logto (https://logto.io/)');
  });

  it('is accepted if signed, and rejected if forged', async () => {
    const app = webReceiver();
    const status = async (options: object) =>
      (await deliver('PostSignIn', app, { signingKey, ...options })).status;
    expect(await status({})).toBe(200);
    expect(await status({ payload: { event: 'PostSignIn', mine: 1 } })).toBe(200);
    expect(await status({ payload: '{"event":' })).toBe(400);
    expect(await status({ signature: null })).toBe(401);
    expect(await status({ signature: 'f'.repeat(64) })).toBe(401);
  });

  it('returns 500 for a handler that throws, and rejects if nothing listens', async () => {
    const broken = () => {
      throw new Error('no');
    };
    const logged = vi.spyOn(console, 'error').mockReturnValue();
    expect((await deliver('PostSignIn', broken, { signingKey })).status).toBe(500);
    expect(logged).toHaveBeenCalledWith(new Error('no'));
    logged.mockRestore();
    await expect(deliver('PostSignIn', 'localhost:1', { signingKey })).rejects.toThrow();
    await expect(deliver('PostSignIn', broken)).rejects.toThrow('No signing key: pass signingKey');
  });
});
