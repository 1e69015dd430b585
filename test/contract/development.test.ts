import { once } from 'node:events';
import * as http2 from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { untrusted } from '../helpers/certificate.ts';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';
import { runContractTest, startFlawed } from '../helpers/contract.ts';
import { signingKey } from '../receivers/receiver.ts';

describe('test with a development server', () => {
  it('does not count a first response that waits for a compiler', async () => {
    let isCompiled = false;
    const app = await startFlawed({
      async admit() {
        if (!isCompiled) await wait(500);
        isCompiled = true;
        return undefined;
      },
    });
    const args = ['--to', app.url, '--only', 'accepts/Post*,behaves/answers-in-time'];
    const { failed, lines } = await runContractTest([...args, '--timeout', '400ms']);
    expect(failed).toEqual([]);
    const inTime = lines.find(({ id }) => id === 'behaves/answers-in-time');
    expect(inTime?.answered).toMatch(/The first response took \d+ ms, while the receiver was/);
  });

  it.each([
    ['warning', 'Werkzeug Debugger', { failed: 0, warned: 1 }, 0],
    ['error', 'Internal Server Error', { failed: 1, warned: 0 }, 1],
  ])(
    'reports a stack trace as %s if a response contains %s',
    async (_, title, counts, exitCode) => {
      const app = await startFlawed({
        parse(rawBody) {
          if (rawBody.at(-1) !== 0x7d) throw new RangeError('truncated');
          return JSON.parse(rawBody.toString());
        },
        early: ({ body }) =>
          body.length > 0 && body.at(-1) !== 0x7d
            ? { status: 500, body: `${title}: Traceback (most recent call last): File "app.py"` }
            : undefined,
      });
      const args = ['--only', 'behaves/no-secret-leak,bytes/whitespace'];
      const { code, summary } = await runContractTest(['--to', app.url, ...args]);
      expect(summary).toMatchObject({ ...counts, warned: counts.warned + 1 });
      expect(code).toBe(exitCode);
    },
  );
});

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

it.each([
  ['http', () => http2.createServer()],
  ['https', () => http2.createSecureServer({ ...untrusted, allowHTTP1: false })],
])('test says that a receiver at %s speaks HTTP/2 only', async (protocol, create) => {
  const port = await listening(create());
  const to = ['--to', `${protocol}://127.0.0.1:${port}/`, '--insecure'];
  const { code, stderr } = await runCli(['test', ...to, '--signing-key', signingKey]);
  expect(stderr).toMatch(/^error: .* speaks HTTP\/2 only, and Logto sends HTTP\/1\.1\./m);
  expect(code).toBe(2);
});

it('test says once per project that the receiver treats events as real, and not in CI', async () => {
  const { url } = await startFlawed();
  const cwd = temporaryDirectory();
  const args = ['--to', url, '--only', 'accepts/PostSignIn', '-e', 'PostSignIn'];
  const first = await runContractTest(args, { cwd });
  expect(first.stderr).toMatch(/^note: .* --start, which sets LOGTO_HOOKS_TEST=1/);
  expect((await runContractTest(args, { cwd })).stderr).toBe('');
  expect((await runContractTest(args, { env: { CI: '1' } })).stderr).toBe('');
});
