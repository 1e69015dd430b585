import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { findProxy } from '../../../src/core/http/proxy/find-proxy.ts';
import { untrusted } from '../../helpers/certificate.ts';
import { parseLines, runCli, temporaryDirectory } from '../../helpers/cli.ts';
import { startListener } from '../../helpers/listener.ts';
import { postSigned } from '../../helpers/post.ts';
import { startProxy } from '../../helpers/proxy.ts';
import { startReceiver } from '../../helpers/receiver.ts';
import { startTenant } from '../../helpers/tenant/start.ts';

/** The same port under a name that only the proxy knows. */
const behindProxy = (url: string, name = 'receiver.test') => url.replace('127.0.0.1', name);

async function startSecureReceiver() {
  const paths: (string | undefined)[] = [];
  const server = createServer(untrusted, ({ url }, response) => {
    paths.push(url);
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, paths };
}

const send = async (to: string, env: Record<string, string>, ...args: string[]) => {
  const { stdout, stderr } = await runCli(['send', 'User.Created', '--to', to, '--json', ...args], {
    env,
  });
  return { attempt: parseLines(stdout)[0], summary: parseLines(stdout).at(-1), stdout, stderr };
};

describe('a forward proxy', () => {
  it('carries single deliveries and load, over http and https, with its credentials', async () => {
    const [proxy, receiver, secure] = await Promise.all([
      startProxy(),
      startReceiver(),
      startSecureReceiver(),
    ]);
    const plain = `${behindProxy(receiver.url)}/hook?a=b`;
    const env = { HTTP_PROXY: proxy.url, https_proxy: proxy.url };
    const tls = behindProxy(secure.url);
    const load = ['--count', '6', '--concurrency', '2'];
    const results = await Promise.all([
      send(plain, env),
      send(plain, env, ...load),
      send(tls, env, '--insecure'),
      send(tls, env, '--insecure', ...load),
      send(tls, env),
    ]);
    expect(results.map(({ summary }) => summary)).toMatchObject([
      { ok: 1 },
      { ok: 6 },
      { ok: 1 },
      { ok: 6 },
      { ok: 0 },
    ]);
    // A failure behind the tunnel is the endpoint's fault.
    expect(results[4]?.attempt?.error).toMatchObject({
      code: expect.stringMatching(/SELF_SIGNED/),
    });
    expect(secure.paths).toHaveLength(7);
    expect(receiver.requests).toHaveLength(7);
    expect(receiver.requests[0]).toMatchObject({
      path: '/hook?a=b',
      headers: { host: new URL(plain).host, 'user-agent': 'Logto (https://logto.io/)' },
    });
    expect(receiver.requests.every(({ headers }) => !headers['proxy-authorization'])).toBe(true);
    if (proxy.requests) {
      expect(proxy.requests).toContain(`POST ${plain}`);
      expect(proxy.requests).toContain(`CONNECT ${new URL(tls).host}`);
    }
  });

  it('is named when it fails, without its credentials', async () => {
    const [proxy, receiver] = await Promise.all([startProxy(), startReceiver()]);
    const wrong = proxy.url.replace('joan', 'jane');
    const none = proxy.url.replace(/\/\/.*@/, '//');
    const dead = 'http://joan:secret@127.0.0.1:9';
    const [plain, tls] = ['http://receiver.test:9', 'https://receiver.test:9'];
    const failures = await Promise.all([
      send(plain, { HTTP_PROXY: wrong }),
      send(tls, { HTTPS_PROXY: none }),
      send(plain, { HTTP_PROXY: proxy.url }),
      send(tls, { HTTPS_PROXY: proxy.url }),
      send(plain, { http_proxy: dead }),
      send(tls, { ALL_PROXY: dead }),
      send(plain, { HTTP_PROXY: 'socks5://joan:secret@127.0.0.1:9' }),
    ]);
    const named = new URL(proxy.url).host;
    const messages = failures.map(({ attempt }) => attempt?.error);
    expect(messages).toEqual([
      expect.objectContaining({
        message: `The proxy http://${named} does not accept the user name or password (407).`,
      }),
      expect.objectContaining({
        message: `The proxy http://${named} requires a user name and password (407).`,
      }),
      ...[plain, tls].map(() =>
        expect.objectContaining({
          message: `The proxy http://${named} did not connect to receiver.test:9 (503).`,
        }),
      ),
      ...[plain, tls].map(() =>
        expect.objectContaining({
          code: 'PROXY',
          message: 'The proxy http://127.0.0.1:9 cannot be reached (ECONNREFUSED).',
        }),
      ),
      expect.objectContaining({ message: 'HTTP_PROXY is not the URL of an HTTP proxy.' }),
    ]);
    const refused = await runCli(['test', '--to', plain], { env: { HTTP_PROXY: wrong } });
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${named} does not`),
    });
    const written = [...failures, refused].map(({ stdout, stderr }) => stdout + stderr).join('');
    expect(written).not.toMatch(/secret|p@ss|p%40ss|joan|jane/);
    // Nothing on this machine goes through a proxy.
    expect((await send(receiver.url, { HTTP_PROXY: dead })).summary).toMatchObject({ ok: 1 });
  });

  it('carries the requests of the other commands: test, forward, replay, tenant, redeliver, doctor', async () => {
    const [proxy, receiver, tenant] = await Promise.all([
      startProxy(),
      startReceiver(({ headers }, response) => {
        response.writeHead('logto-signature-sha-256' in headers ? 200 : 401).end();
      }),
      startTenant(),
    ]);
    const target = behindProxy(receiver.url);
    const hook = tenant.addHook({ config: { url: `${target}/redelivered` } });
    await tenant.emit('User.Created');
    const env = {
      HTTP_PROXY: proxy.url,
      LOGTO_AUTH: tenant.auth,
      LOGTO_ENDPOINT: behindProxy(tenant.endpoint, 'tenant.test'),
    };
    const cwd = temporaryDirectory();
    const listener = await startListener(['--forward-to', `${target}/forwarded`], { cwd, env });
    await postSigned(listener.url, Buffer.from('{"event":"User.Created"}'));
    const [contract, replayed, webhooks, doctor, redelivered] = await Promise.all([
      runCli(['test', '--to', `${target}/tested`, '--only', 'accepts/PostSignIn'], { env }),
      runCli(['replay', '--last', '--to', `${target}/replayed`], { cwd, env }),
      runCli(['tenant', 'webhooks', '--json'], { env }),
      runCli(['doctor', '--json'], { env }),
      runCli(['tenant', 'redeliver', hook.id, '--yes'], { env }),
    ]);
    expect(contract.stdout).toMatch(/accepts\/PostSignIn/);
    expect([replayed, webhooks, redelivered].map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, expect.any(String)],
      [0, expect.any(String)],
      [0, expect.any(String)],
    ]);
    expect(parseLines(doctor.stdout).find(({ id }) => id === 'tenant')).toMatchObject({
      status: 'passed',
    });
    const paths = new Set(receiver.requests.map(({ path }) => path));
    expect(paths).toContain('/forwarded');
    expect(paths).toContain('/tested');
    expect(paths).toContain('/replayed');
    expect(paths).toContain('/redelivered');
  });
});

describe('findProxy', () => {
  const find = (url: string, noProxy: string) => {
    vi.stubEnv('ALL_PROXY', 'proxy.example.com:3128');
    vi.stubEnv('NO_PROXY', noProxy);
    onTestFinished(() => void vi.unstubAllEnvs());
    return findProxy(new URL(url))?.href;
  };

  it.each([
    ['https://badexample.com/', 'example.com'],
    ['https://example.com/', 'example.com:8443'],
    ['https://11.1.2.3/', '10.0.0.0/8,10.0.0.0/99'],
    ['https://anything/', ' , '],
    ['http://anything/', ''],
  ])('uses the proxy for %s with NO_PROXY=%j', (url, noProxy) => {
    expect(find(url, noProxy)).toBe('http://proxy.example.com:3128/');
  });

  it.each([
    ['https://example.com/', 'example.com'],
    ['https://api.example.com/', 'example.com'],
    ['https://api.example.com/', 'other.org, .example.com'],
    ['https://example.com/', '*.example.com'],
    ['https://example.com:8443/', 'EXAMPLE.com:8443'],
    ['https://10.1.2.3/', '10.0.0.0/8'],
    ['https://[fd00::1]/', 'fd00::/8'],
    ['https://[fd00::1]:444/', '[fd00::1]:444'],
    ['https://anything/', '*'],
    ['https://localhost:3000/', ''],
    ['https://app.localhost/', ''],
    ['https://127.1.2.3/', ''],
    ['https://[::1]/', ''],
    ['https://[::ffff:127.0.0.1]/', ''],
    ['https://0.0.0.0/', ''],
  ])('connects directly to %s with NO_PROXY=%j', (url, noProxy) => {
    expect(find(url, noProxy)).toBeUndefined();
  });
});
