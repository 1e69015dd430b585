import { createHash, createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../../helpers/cli.ts';
import { deliverSample } from '../../helpers/inspector-page.ts';
import { signingKey, startListener } from '../../helpers/listener.ts';
import { startReceiver } from '../../helpers/receiver.ts';

interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Starts a listener with an inspector, which `call` requests with any headers. */
async function start(args: readonly string[] = [], cwd = temporaryDirectory()) {
  const listener = await startListener(['--inspect', '0', ...args], { cwd });
  const { origin, port, hash } = new URL(listener.inspector ?? expect.fail('no inspector'));
  const token = hash.replace('#token=', '');
  const authorization = `Bearer ${token}`;
  const call = (to: string, options: Call = {}) => send(`${origin}${to}`, options);
  return { ...listener, origin, port, token, call, authorized: { headers: { authorization } } };
}

function send(
  url: string,
  { method = 'GET', headers = {}, body }: Call,
): Promise<{ status: number; headers: object; body: string }> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    sending.on('error', reject).end(body);
  });
}

describe('inspector server', () => {
  it('only serves its own page, and only with the token', async () => {
    const { call, origin, port, token, authorized } = await start();
    const ask = async (headers: Record<string, string>) => [
      (await call('/', { headers })).status,
      (await call('/api/deliveries', { headers: { ...authorized.headers, ...headers } })).status,
    ];
    expect(await ask({})).toEqual([200, 200]);
    expect(await ask({ host: `localhost:${port}`, origin: `http://localhost:${port}` })).toEqual([
      200, 200,
    ]);
    expect(await ask({ host: `[::1]:${port}` })).toEqual([200, 200]);
    for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', '127.0.0.1:1']) {
      expect(await ask({ host })).toEqual([403, 403]);
    }
    for (const foreign of [
      'http://evil.example',
      'null',
      `https://127.0.0.1:${port}`,
      '',
      origin,
    ]) {
      const status = foreign === origin ? 200 : 403;
      expect(await ask({ origin: foreign })).toEqual([status, status]);
    }
    expect(await ask({ host: `localhost:${port}`, origin })).toEqual([403, 403]);

    const calls: [string, string][] = [
      ['GET', '/api/live'],
      ['GET', '/api/deliveries'],
      ['GET', `/api/deliveries?token=${token}`],
      ['GET', '/api/deliveries/x'],
      ['GET', '/api/deliveries/x/curl'],
      ['POST', '/api/deliveries/x/replay'],
      ['POST', '/api/deliveries/x/save'],
      ['POST', '/api/send'],
      ['POST', '/api/check'],
      ['GET', '/api/events'],
      ['GET', '/api/scenarios'],
      ['GET', '/api/ids?text=x'],
      ['GET', '/api/nothing'],
    ];
    for (const [method, to] of calls) {
      for (const authorization of [
        '',
        'Bearer ',
        `Bearer ${token}x`,
        `Bearer ${token.slice(1)}`,
        token,
      ]) {
        const { status, body } = await call(to, { method, headers: { authorization } });
        expect([to, authorization, status]).toEqual([to, authorization, 401]);
        expect(body).not.toContain(token);
      }
    }
  });

  it('stays on loopback whatever --host says, and proves that it knows the token', async () => {
    const { inspector, url, call, token, port } = await start(['--host', '0.0.0.0']);
    expect(url).toContain('0.0.0.0');
    expect(new URL(inspector ?? '').hostname).toBe('127.0.0.1');
    const sha256 = createHash('sha256').update(token).digest('hex');
    const nonce = 'r4nd0mr4nd0mr4nd0m';
    const prove = (body: object, headers = {}) =>
      call('/api/prove', { method: 'POST', body: JSON.stringify(body), headers });
    const hmac = (key: string, text: string) =>
      createHmac('sha256', key).update(text).digest('base64url');
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) {
      const { status, body } = await prove({ run: sha256, nonce }, { host });
      expect([status, JSON.parse(body)]).toEqual([
        200,
        {
          isCurrent: true,
          hmac: hmac(hmac(token, 'server'), JSON.stringify([host, nonce, true])),
        },
      ]);
    }
    const authorization = `Bearer ${hmac(token, 'page')}`;
    expect((await call('/api/deliveries', { headers: { authorization } })).status).toBe(200);
    for (const wrong of [{ run: 'x', nonce }, { run: sha256, nonce: 'short' }, {}, []]) {
      expect((await prove(wrong)).status).toBe(401);
    }
    expect((await prove({ run: 'x'.repeat(2000), nonce })).status).toBe(413);
  });

  it('exchanges the token of an earlier run in the same directory once', async () => {
    const cwd = temporaryDirectory();
    const first = await start([], cwd);
    const second = await start([], cwd);
    const resume = (body: string) => second.call('/api/resume', { method: 'POST', body });
    expect(await resume(JSON.stringify(first.token))).toMatchObject({
      status: 200,
      body: JSON.stringify(second.token),
    });
    const file = path.join(cwd, '.logto-hooks/inspector-runs.json');
    const kept = readFileSync(file, 'utf8');
    expect(kept).not.toContain(first.token);
    const [{ sha256 }] = JSON.parse(kept);
    for (const wrong of ['"x"', JSON.stringify(sha256), 'null', '{}', '[]', '']) {
      expect((await resume(wrong)).status).toBe(401);
    }
    expect((await resume(JSON.stringify(first.token))).status).toBe(401);
    const third = await start([], cwd);
    for (const { token } of [first, third]) {
      const body = JSON.stringify(token);
      expect((await third.call('/api/resume', { method: 'POST', body })).status).toBe(401);
    }
    const stranger = await start();
    const refused = await stranger.call('/api/resume', {
      method: 'POST',
      body: JSON.stringify(first.token),
    });
    expect(refused.status).toBe(401);
  });

  it('serves the page and no other file, with strict headers', async () => {
    const { call, authorized } = await start();
    for (const to of ['/', '/app.js', '/app.css', '/icon.svg', '/api/deliveries', '/none']) {
      const { headers } = await call(to, authorized);
      expect(headers).toMatchObject({
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    expect((await call('/')).body).toContain('<script src="/app.js"');
    for (const to of ['/../package.json', '/%2e%2e/package.json', '/LICENSES.txt', '/__proto__']) {
      expect((await call(to)).status).toBe(404);
    }
    expect((await call('/', { method: 'POST' })).status).toBe(405);
    const directory = path.resolve(import.meta.dirname, '../../../dist/inspector');
    const sizes = readdirSync(directory)
      .filter((file) => !file.endsWith('.txt'))
      .map((file) => gzipSync(readFileSync(path.join(directory, file))).length);
    expect(sizes).toHaveLength(4);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(40 * 1024);
  });

  it('reveals neither the key nor secrets in the URL of the app', async () => {
    const target = 'http://127.0.0.1:1/hook?key=secret';
    const { call, url, next, authorized } = await start(['-f', target, '-H', 'x-bypass: secret']);
    const other = await startReceiver();
    await deliverSample(url);
    const { id } = await next();
    const replay = (body: string) =>
      call(`/api/deliveries/${id}/replay`, { ...authorized, method: 'POST', body });
    const responses = await Promise.all([
      call(`/api/deliveries/${id}`, authorized),
      call(`/api/deliveries/${id}/curl`, authorized),
      call('/api/deliveries', authorized),
      replay(''),
      replay(JSON.stringify({ to: `${other.url}/hook?key=secret` })),
    ]);
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const all = responses.map(({ body }) => body).join();
    expect(all).toContain('http://127.0.0.1:1/hook?key=***');
    for (const secret of [signingKey, 'secret']) expect(all).not.toContain(secret);
    expect(other.requests).toMatchObject([{ path: '/hook?key=secret' }]);
    expect(other.requests[0]?.headers).not.toHaveProperty('x-bypass');
  });

  it('explains invalid requests', async () => {
    const { call, authorized, url, next } = await start();
    const ask = async (to: string, body: string) => {
      const response = await call(to, { ...authorized, method: 'POST', body });
      return [response.status, JSON.parse(response.body).error?.message];
    };
    expect(await ask('/api/send', '{')).toEqual([400, 'The request body is not JSON.']);
    expect(await ask('/api/send', '{"event":7}')).toMatchObject([422, /^Invalid sample: event: /]);
    expect(await ask('/api/send', '{"event":"PostSignin"}')).toEqual([
      422,
      "Unknown event 'PostSignin'.",
    ]);
    expect(await ask('/api/send', '{"event":"../../package"}')).toMatchObject([422, /Unknown/]);
    expect((await ask('/api/deliveries/nope/replay', ''))[0]).toBe(404);
    expect(await ask('/api/deliveries/x/y/z', '')).toEqual([404, 'API route not found.']);
    await deliverSample(url);
    const { id } = await next();
    for (const to of [
      'https://example.com',
      '10.0.0.1:3000',
      'ftp://localhost',
      'localhost.example.com',
    ]) {
      const [status, message] = await ask(`/api/deliveries/${id}/replay`, JSON.stringify({ to }));
      expect([to, status, message]).toEqual([to, 422, expect.stringMatching(/^'/)]);
    }
    expect((await ask(`/api/deliveries/${id}/replay`, '{"to":7}'))[1]).toBe(
      "'to' must be a string.",
    );
    const { body } = await call('/api/check', {
      ...authorized,
      method: 'POST',
      body: JSON.stringify({ body: '{"event":"PostSignIn"}' }),
    });
    expect(JSON.parse(body)).toMatchObject({ event: 'PostSignIn', known: true, error: null });
  });
});
