import { readFileSync, writeFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventNames } from '../../src/core/logto/events.ts';
import { eventsOfVersion } from '../../src/core/logto/versions.ts';
import { untrusted } from '../helpers/certificate.ts';
import { parseLines, type RunOptions, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { startWatched } from '../helpers/output.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { eachOf, runnerIn, startRunner } from '../helpers/run-many.ts';
import { logEntry } from '../helpers/tenant/emit.ts';
import { startTenant } from '../helpers/tenant/start.ts';
import {
  answerWith,
  hang,
  loseAnswer,
  reset,
  samplePayload,
  type Tenant,
} from '../helpers/tenant/tenant.ts';

/** Runs a subcommand of `tenant`. */
function runTenant({ env }: Tenant, args: readonly string[], { cwd }: RunOptions = {}) {
  const words = ['tenant', ...args];
  return cwd === undefined ? runCli(words, { env }) : runnerIn(cwd)(words, env);
}

describe('webhooks', () => {
  it('are listed with URL, events, health and last error, and nothing secret', async () => {
    const receiver = await startReceiver(({ path: where }, response) => {
      response.statusCode = where === '/fail' ? 503 : 204;
      response.end(where === '/fail' ? '{"error":"busy"}' : undefined);
    });
    const tenant = await startTenant();
    const headers = { 'X-Token': 'a-token-of-the-header' };
    const good = tenant.addHook({ name: 'good', config: { url: `${receiver.url}/ok`, headers } });
    const bad = tenant.addHook({
      ...{ name: 'bad', events: ['User.Created', 'User.Deleted'] },
      config: { url: `${receiver.url}/fail` },
    });
    tenant.addHook({ name: 'off', enabled: false, events: ['PostSignIn'] });
    await tenant.emit('User.Created');
    await tenant.emit('PostSignIn');

    const { code, stdout, stderr } = await runTenant(tenant, ['webhooks']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(
      `● on  good  ${good.id}\n   ${receiver.url}/ok  + X-Token\n   all 29 events\n`,
    );
    expect(stdout).toContain('██████████ 100 % of 2 in 24 h');
    expect(stdout).toMatch(
      /● on {2}bad .*\n.*\n {3}User\.Created, User\.Deleted\n {3}░{10} 0 % of 1 in 24 h\n {3}last error just now: User\.Created returned 503: \{"error":"busy"\}\n/,
    );
    expect(stdout).toMatch(/○ off {2}off .*\n.*\n {3}PostSignIn\n {3}no requests in 24 h\n/);

    const json = await runTenant(tenant, ['webhooks', '--json']);
    expect(parseLines(json.stdout)).toMatchObject([
      { type: 'webhook', name: 'off', enabled: false, last24h: { requests: 0, successRate: null } },
      {
        ...{ name: 'bad', id: bad.id, events: ['User.Created', 'User.Deleted'] },
        last24h: { requests: 1, succeeded: 0, lastError: { status: 503, event: 'User.Created' } },
      },
      { name: 'good', headers: ['X-Token'], last24h: { requests: 2, failed: 0, successRate: 1 } },
    ]);
    for (const secret of [good.signingKey, headers['X-Token']]) {
      expect(stdout + json.stdout).not.toContain(secret);
    }
  });

  it('are all listed, however many pages they take', async () => {
    const tenant = await startTenant();
    for (let number = 0; number < 230; number++) tenant.addHook({ name: `hook ${number}` });
    const { stdout } = await runTenant(tenant, ['webhooks', '--json']);
    expect(new Set(parseLines(stdout).map(({ name }) => name)).size).toBe(230);
    expect(tenant.requests.filter((request) => request.startsWith('GET /api/hooks?'))).toEqual(
      [1, 2, 3].map(
        (page) => `GET /api/hooks?includeExecutionStats=true&page=${page}&page_size=100`,
      ),
    );
  });

  it('are created, edited, disabled, enabled and deleted', async () => {
    const tenant = await startTenant();
    const cwd = temporaryDirectory();
    const make = [
      'create',
      'shop',
      '--url',
      'https://shop.example/hook',
      '-e',
      'User.*,PostSignIn',
    ];
    const made = await runTenant(
      tenant,
      [...make, '-H', 'X-Env: dev', '-H', 'X-Old: 1', '--json'],
      { cwd },
    );
    const [webhook] = parseLines(made.stdout);
    const id = String(webhook?.id);
    const events = ['PostSignIn', 'User.Created', 'User.Deleted', 'User.Data.Updated'];
    expect(tenant.state.hooks).toMatchObject([
      { id, name: 'shop', enabled: true, events: [...events, 'User.SuspensionStatus.Updated'] },
    ]);
    const [hook] = tenant.state.hooks;
    expect(hook?.config).toEqual({
      url: 'https://shop.example/hook',
      headers: { 'X-Env': 'dev', 'X-Old': '1' },
    });

    const change = ['update', id.slice(0, 8), '-H', 'x-env: prod', '--unset-header', 'x-old'];
    expect((await runTenant(tenant, change, { cwd })).code).toBe(0);
    expect(hook?.config).toEqual({
      url: 'https://shop.example/hook',
      headers: { 'x-env': 'prod' },
    });
    await runTenant(tenant, ['update', 'shop', '--name', 'store', '-e', 'User.Created'], { cwd });
    expect(hook).toMatchObject({ name: 'store', events: ['User.Created'] });
    expect(hook?.config.headers).toEqual({ 'x-env': 'prod' });

    expect((await runTenant(tenant, ['disable', 'store'], { cwd })).stdout).toContain(
      '○ off  store',
    );
    expect(hook?.enabled).toBe(false);
    expect((await runTenant(tenant, ['enable', 'STORE'], { cwd })).stdout).toContain('● on  store');
    expect(hook?.enabled).toBe(true);

    const unconfirmed = await runTenant(tenant, ['delete', 'store'], { cwd });
    expect(unconfirmed).toMatchObject({ code: 2, stderr: expect.stringMatching(/--yes\.\n$/) });
    expect(tenant.state.hooks).toHaveLength(1);
    expect((await runTenant(tenant, ['delete', id, '--yes'], { cwd })).code).toBe(0);
    expect(tenant.state.hooks).toHaveLength(0);
  });

  it('are created without events that this Logto rejects', async () => {
    const tenant = await startTenant();
    tenant.state.knownEvents = ['PostSignIn', 'User.Created'];
    const { code, stderr } = await runTenant(tenant, ['create', '--url', 'https://a.example/']);
    expect(code).toBe(0);
    expect(stderr).toContain('This Logto rejects PostRegister, ');
    expect(tenant.state.hooks).toMatchObject([
      { name: 'a.example', events: ['PostSignIn', 'User.Created'] },
    ]);
    const none = await runTenant(tenant, ['create', '--url', 'https://a.example/', '-e', 'Role.*']);
    expect(none.code).toBe(2);
    expect(none.stderr).toMatch(/^error: This Logto rejects Role\.Created, .*\n$/m);
  });

  it('subscribe to dev features only if they are named', async () => {
    const tenant = await startTenant();
    const cwd = temporaryDirectory();
    const url = ['--url', 'https://a.example/'];
    const all = await runTenant(tenant, ['create', 'all', ...url], { cwd });
    expect(all.stderr).toContain('Left out TrustedDevice.Created, TrustedDevice.Deleted: a stock');
    expect(all.stderr).not.toContain('This Logto rejects');
    expect(all.stdout).toContain('all 29 events');

    const named = await runTenant(tenant, ['create', ...url, '-e', 'TrustedDevice.Created'], {
      cwd,
    });
    expect(named).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error: This Logto rejects TrustedDevice\.Created\. .*\n$/m),
    });
    const updated = await runTenant(tenant, ['update', 'all', '-e', 'TrustedDevice.*'], { cwd });
    expect(updated).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('It is a dev feature'),
    });
    const both = await runTenant(tenant, ['update', 'all', '-e', 'TrustedDevice.*,PostSignIn'], {
      cwd,
    });
    expect(both.code).toBe(0);
    expect(both.stderr).toContain(
      'This Logto rejects TrustedDevice.Created, TrustedDevice.Deleted',
    );
    expect(tenant.state.hooks).toMatchObject([{ events: ['PostSignIn'] }]);

    tenant.state.knownEvents = eventNames;
    expect(
      (await runTenant(tenant, ['update', 'all', '-e', 'TrustedDevice.*'], { cwd })).code,
    ).toBe(0);
    expect(tenant.state.hooks[0]?.events).toHaveLength(2);
  });

  it.each([
    ['--logto', ['--logto', '1.36'], {}],
    ['LOGTO_VERSION', [], { LOGTO_VERSION: '1.36' }],
  ])('subscribe only to events of the version in %s', async (_, flags, env) => {
    const tenant = await startTenant();
    const run = (...args: string[]) =>
      runCli(['tenant', ...args, ...flags], { env: { ...tenant.env, ...env } });
    expect((await run('create', 'all', '--url', 'https://a.example/')).code).toBe(0);
    expect(tenant.state.hooks[0]?.events).toEqual(eventsOfVersion('1.36'));
    expect((await run('update', 'all', '-e', '*.Created,Message.*')).stderr).toContain(
      'Logto 1.36 has no Message.RateLimited. Use --logto 1.41 or later.',
    );
    expect((await run('update', 'all', '-e', 'Grant.LimitExceeded')).stderr).toContain(
      'Logto 1.36 has no Grant.LimitExceeded. Use --logto 1.42 or later.',
    );
  });

  it('have a key that is written to .env and replaced, and that only `key` prints', async () => {
    const tenant = await startTenant();
    const cwd = temporaryDirectory();
    const hook = tenant.addHook({ name: 'shop' });
    const before = hook.signingKey;
    expect((await runTenant(tenant, ['key', 'shop'], { cwd })).stdout).toBe(`${before}\n`);
    expect((await runTenant(tenant, ['rotate-key', 'shop'], { cwd })).code).toBe(2);
    expect(hook.signingKey).toBe(before);

    writeFileSync(path.join(cwd, '.env'), 'A=1\nLOGTO_WEBHOOK_SIGNING_KEY=old\n');
    let length: string | undefined;
    tenant.inject({
      on: /^PATCH/,
      fault: (response, proceed) => {
        length = response.req.headers['content-length'];
        proceed();
      },
    });
    const rotated = await runTenant(tenant, ['rotate-key', 'shop', '--yes', '--write-env'], {
      cwd,
    });
    expect(hook.signingKey).not.toBe(before);
    expect(length).toBe('0'); // Not chunked.
    expect(readFileSync(path.join(cwd, '.env'), 'utf8')).toBe(
      `A=1\nLOGTO_WEBHOOK_SIGNING_KEY=${hook.signingKey}\n`,
    );
    expect(rotated.stdout + rotated.stderr).not.toContain(hook.signingKey);
  });
});

describe('deliveries', () => {
  const failures = [
    ['TimeoutError: {"message":"Request timed out","name":"TimeoutError"}', 'timed out after 10 s'],
    [
      'TypeError: {"message":"fetch failed","cause":{"message":"connect ECONNREFUSED 127.0.0.1:9601","errno":-111,"code":"ECONNREFUSED","syscall":"connect","address":"127.0.0.1","port":9601}}',
      'refused: nothing listened at shop.example',
    ],
    [
      'TypeError: {"message":"fetch failed","cause":{"message":"getaddrinfo ENOTFOUND nowhere.example","code":"ENOTFOUND","hostname":"nowhere.example"}}',
      'name not found: nowhere.example',
    ],
    [
      'TypeError: {"message":"fetch failed","cause":{"message":"self-signed certificate","code":"DEPTH_ZERO_SELF_SIGNED_CERT"}}',
      'shop.example has a certificate that is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)',
    ],
    ['Something else \u001b[31mred', 'Something else red'],
  ] as const;

  it('are listed with the reason of their failure', async () => {
    const tenant = await startTenant();
    const hook = tenant.addHook({ name: 'shop', config: { url: 'https://shop.example/hook' } });
    for (const [error] of failures) {
      tenant.state.logs.push(
        logEntry(hook, 'User.Created', samplePayload('User.Created'), { result: 'Error', error }),
      );
    }
    const { code, stdout } = await runTenant(tenant, ['deliveries', 'shop']);
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((line) => line.startsWith('  '))).toEqual(
      failures.map(([, words]) => `  ${words}`).sort(byAppearance(stdout)),
    );
  });

  it('are filtered, the newest last', async () => {
    const tenant = await startTenant();
    const cwd = temporaryDirectory();
    const hook = tenant.addHook({ name: 'shop' });
    const now = Date.now();
    const add = (event: string, ok: boolean, hoursAgo: number) => {
      const result = ok ? 'Success' : 'Error';
      const entry = logEntry(hook, event, { event }, { result }, now - hoursAgo * 3_600_000);
      tenant.state.logs.push(entry);
      return entry.id;
    };
    const old = add('User.Created', false, 30);
    const early = add('User.Created', false, 20);
    const fine = add('User.Created', true, 10);
    const late = add('PostSignIn', false, 1);
    const list = async (...args: string[]) => {
      const { stdout } = await runTenant(tenant, ['deliveries', 'shop', '--json', ...args], {
        cwd,
      });
      return parseLines(stdout).map(({ id }) => id);
    };
    expect(await list()).toEqual([early, fine, late]);
    expect(await list('--failed', '--since', '2d')).toEqual([old, early, late]);
    expect(await list('-e', 'User.*', '--until', '15h')).toEqual([early]);
    expect(await list('-e', 'PostSignIn')).toEqual([late]);
    expect(await list('--limit', '1')).toEqual([late]);
    const before = tenant.requests.length;
    for (const [range, message] of [
      [
        ['--since', '1h', '--until', '2h'],
        /^error: --until \(.*\) is not after --since \(.*\)\. Give/,
      ],
      [
        ['--until', '2d'],
        /^error: --until \(.*\) is before the last 24 hours, .* earlier --since\.\n$/,
      ],
    ] as const) {
      for (const command of [
        ['deliveries', 'shop'],
        ['redeliver', 'shop'],
        ['record', 'shop', 'd'],
      ]) {
        const { code, stderr } = await runTenant(tenant, [...command, ...range], { cwd });
        expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
      }
    }
    expect(tenant.requests).toHaveLength(before);
    expect(await list('--since', new Date(now - 15 * 3_600_000).toISOString())).toEqual([
      fine,
      late,
    ]);
  });

  it('are listed by --watch as they happen, each once, even after an outage', async () => {
    const tenant = await startTenant();
    const events = ['User.Created', 'PostSignIn'];
    const hook = tenant.addHook({ name: 'shop', events, enabled: true });
    const before = Array.from({ length: 12 }, () => tenant.emit('User.Created'));
    const old = (await Promise.all(before)).flat().map(({ id }) => id);
    const { child, code, output, sees } = startWatched(
      [
        ...['tenant', 'deliveries', 'shop', '--watch', '--json', '--timeout', '1s'],
        ...['-e', 'User.Created,PostSignIn,Role.Created', '--poll-interval', '20ms'],
      ],
      { env: tenant.env },
    );
    const ids = () => [...output().matchAll(/"type":"delivery","id":"(\w+)"/g)].map(([, id]) => id);
    await sees("! Webhook 'shop' is not subscribed to Role.Created.");
    await eventually(() => expect(ids()).toHaveLength(10));
    tenant.inject({ on: /recent-logs/, fault: reset });
    tenant.inject({ on: /recent-logs/, fault: answerWith(503, { 'retry-after': '0' }) });
    const [during] = await tenant.emit('PostSignIn');
    await sees(`"id":"${during?.id}"`);
    expect(old).toEqual(expect.arrayContaining(ids().slice(0, -1)));
    expect(ids()).toHaveLength(11);
    hook.enabled = false;
    await sees("! Webhook 'shop' is disabled: Logto neither sends nor logs its events.");
    expect(output()).not.toContain('rror:');
    child.kill('SIGINT');
    expect(await code).toBe(130);
  });

  it('are watched until the webhook is deleted', async () => {
    const tenant = await startTenant();
    tenant.addHook({ name: 'shop' });
    const { code, output, sees } = startWatched(
      ['tenant', 'deliveries', 'shop', '--watch', '--poll-interval', '20ms'],
      { env: tenant.env },
    );
    await sees('Watching. Press Ctrl+C to stop.');
    tenant.state.hooks.length = 0;
    expect(await code).toBe(2);
    expect(output()).toMatch(/error: The webhook 'shop' \(\w+\) was deleted: no more/);
  });
});

describe('test sends', () => {
  it('are sent by Logto, and their failures are explained', async () => {
    const receiver = await startReceiver(({ path: where }, response) => {
      response.statusCode = where === '/fail' ? 401 : 200;
      response.end(where === '/fail' ? 'bad signature' : '');
    });
    const tenant = await startTenant();
    const cwd = temporaryDirectory();
    const config = { url: `${receiver.url}/ok`, headers: { 'x-env': 'dev' } };
    tenant.addHook({ name: 'shop', config, events: ['User.Created', 'PostSignIn'] });
    const good = await runTenant(tenant, ['test', 'shop'], { cwd });
    expect(good).toMatchObject({
      code: 0,
      stdout: '✓ 2xx User.Created\n✓ 2xx PostSignIn  \n',
    });
    expect(receiver.requests.map(({ headers }) => headers['x-env'])).toEqual(['dev', 'dev']);

    const refused = await runTenant(
      tenant,
      [...['test', 'shop', '-e', 'User.Created', '--to', `${receiver.url}/fail`]],
      { cwd },
    );
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('the endpoint responded with 401\n      bad signature\n');

    const lost = await runTenant(
      tenant,
      [...['test', 'shop', '-e', 'User.Created', '--to', 'https://nowhere.invalid/', '--json']],
      { cwd },
    );
    expect(lost.code).toBe(1);
    expect(parseLines(lost.stdout)).toMatchObject([
      { type: 'test', event: 'User.Created', ok: false, error: 'TypeError: fetch failed' },
    ]);
  });
});

it('record saves deliveries as fixtures for send, without personal data', async () => {
  const tenant = await startTenant();
  tenant.addHook({ name: 'shop' });
  const data = { ...samplePayload('User.Created'), data: { id: 'u1', name: 'Grace Hopper' } };
  await tenant.emit('User.Created', data);
  await tenant.emit('User.Created', data);
  await tenant.emit('PostSignIn');
  const cwd = temporaryDirectory();
  const { code, stderr } = await runTenant(tenant, ['record', 'shop', 'kept', '--redact'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'Saved 2 in kept.\n' });
  const sent = await runCli(
    ['send', 'User.Created', '--fixtures', 'kept', '--variant', 'register', '--dry-run', '--json'],
    { cwd },
  );
  expect(sent.code).toBe(0);
  expect(sent.stdout).not.toContain('Grace');
});

/** How Logto's koa-guard rejects a body: with the issues of zod 3, and their text. */
const invalidInput = {
  code: 'guard.invalid_input',
  message: 'The request body is invalid.',
  data: { name: 'ZodError', issues: [{ code: 'invalid_string', path: ['config', 'url'] }] },
  details: 'Error in key path "config.url": (invalid_string) Invalid url',
};

describe('a tenant that cannot be used', () => {
  const auth = ['--auth', 'abc:hunter2'];
  const tenantUrl = '<its endpoint>';
  const refusals: [string, (tenant: Tenant) => void, readonly string[], RegExp][] = [
    [
      'a wrong secret',
      () => {},
      ['--auth', 'abc:swordfish', '--endpoint', tenantUrl],
      /invalid_client\)\. Check --auth/,
    ],
    [
      'malformed credentials',
      () => {},
      ['--auth', 'hunter2', '--endpoint', tenantUrl],
      /^error: The credentials are not of the form/,
    ],
    [
      'no role',
      ({ state }) => {
        state.hasRole = false;
      },
      [],
      /role 'Logto Management API access'/,
    ],
    [
      'another resource',
      () => {},
      ['--resource', 'https://nope.logto.app/api'],
      /no API 'https:\/\/nope\.logto\.app\/api' \(invalid_target\)\. Set --resource/,
    ],
    [
      'an HTML page',
      ({ inject }) => inject({ fault: answerWith(200, {}, '<!DOCTYPE html><html>') }),
      [],
      /returned an HTML page \(200\) instead of Logto's API response\. Check --endpoint/,
    ],
    [
      'an HTML page of a proxy, after a token',
      ({ inject }) =>
        inject({ on: /api/, fault: answerWith(403, { 'content-type': 'text/html' }, '<p>no') }),
      [],
      /returned an HTML page \(403\)/,
    ],
    [
      'another shape',
      ({ inject }) => inject({ on: /api/, fault: answerWith(200, {}, '[{"id":7}]') }),
      [],
      /^error: Logto's response to GET \/api\/hooks has an unexpected shape at 0\.id: expected a string\. Check/,
    ],
    [
      'an invalid field',
      ({ inject }) =>
        inject({
          on: /api/,
          fault: answerWith(400, {}, JSON.stringify(invalidInput)),
        }),
      [],
      /^error: Logto rejects GET \/api\/hooks \(400 guard\.invalid_input\): 'config\.url' is not valid\. Correct/,
    ],
    [
      'a redirect',
      ({ inject }) => inject({ fault: answerWith(302, { location: 'https://x.example/' }) }),
      [],
      /does not respond like Logto \(302, a redirect\)\. Check --endpoint/,
    ],
    [
      'no response',
      ({ inject }) => inject({ fault: hang }),
      ['--timeout', '200ms'],
      /did not respond within 0\.2 s/,
    ],
    [
      'a refused connection',
      () => {},
      ['--endpoint', 'http://127.0.0.1:1', ...auth],
      /Nothing listens at 127\.0\.0\.1:1/,
    ],
    ['no endpoint', () => {}, ['--endpoint', '', ...auth], /^error: No tenant is given/],
    ['a malformed URL', () => {}, ['--endpoint', 'a b', ...auth], /'a b' is not a valid URL/],
  ];
  it('exits with 2 and one line, whatever the reason', async () => {
    const run = startRunner();
    await eachOf(refusals, async ([name, prepare, args, words]) => {
      const tenant = await startTenant();
      prepare(tenant);
      const flags = args.map((arg) => (arg === tenantUrl ? tenant.endpoint : arg));
      const { code, stdout, stderr } = await run(['tenant', 'webhooks', ...flags], tenant.env);
      expect({ name, code, stdout, lines: stderr.trim().split('\n').length }).toEqual({
        ...{ name, code: 2, stdout: '', lines: 1 },
      });
      expect(stderr).toMatch(words);
      for (const secret of [tenant.appSecret, 'hunter2', 'swordfish']) {
        expect(stderr).not.toContain(secret);
      }
    });
  });

  it('reports a quota that is used up', async () => {
    const tenant = await startTenant();
    tenant.state.hookQuota = 0;
    const { code, stderr } = await runTenant(tenant, ['create', '--url', 'https://a.example/']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/plan does not allow this \(subscription\.limit_exceeded\)\. The quota/);
  });

  it('reports an unknown or ambiguous webhook, with a suggestion', async () => {
    const tenant = await startTenant();
    const cwd = temporaryDirectory();
    tenant.addHook({ name: 'shop', id: 'aaa111' });
    tenant.addHook({ name: 'twin', id: 'aaa222' });
    tenant.addHook({ name: 'twin', id: 'bbb333' });
    const deliveries = async (named: string) =>
      (await runTenant(tenant, ['deliveries', named], { cwd })).stderr;
    expect(await deliveries('shpo')).toBe(
      "error: The tenant has no webhook 'shpo'. Did you mean 'shop'?\n",
    );
    expect(await deliveries('aaa')).toMatch(/matches aaa222, aaa111\. Use its ID/);
    expect(await deliveries('twin')).toMatch(/matches bbb333, aaa222/);
  });

  it('with a certificate of its own is rejected without --insecure', async () => {
    const tenant = await startTenant({ serve: (handle) => createTlsServer(untrusted, handle) });
    const { code, stderr } = await runTenant(tenant, ['webhooks']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/certificate that is not trusted .* Use --insecure/);
    expect((await runTenant(tenant, ['webhooks', '--insecure'])).code).toBe(0);
    tenant.addHook({ name: 'shop' });
    expect((await runTenant(tenant, ['deliveries', 'shop', '--insecure'])).code).toBe(0);
  });
});

describe('the client', () => {
  it('reads endpoint and credentials from .env as copied from the Console', async () => {
    const tenant = await startTenant();
    const cwd = temporaryDirectory();
    const { LOGTO_ENDPOINT, LOGTO_AUTH } = tenant.env;
    writeFileSync(
      path.join(cwd, '.env'),
      `LOGTO_ENDPOINT="${LOGTO_ENDPOINT}/api/"\nLOGTO_AUTH=${LOGTO_AUTH}\n`,
    );
    const { code } = await runCli(['tenant', 'webhooks'], { cwd });
    expect(code).toBe(0);
  });

  it('retries after 429 and 5xx as Retry-After says, and reports it', async () => {
    const tenant = await startTenant();
    const soon = { 'retry-after': '0' };
    tenant.inject({ on: /token/, fault: answerWith(503, soon) });
    tenant.inject({ on: /hooks/, fault: answerWith(429, soon) });
    tenant.inject({ on: /hooks/, fault: answerWith(500, soon) });
    const { code, stderr } = await runTenant(tenant, ['webhooks']);
    expect(code).toBe(0);
    expect(stderr.match(/Retrying in 0 s\./g)).toHaveLength(3);
  });

  it('gives up in the end, and never creates a webhook twice', async () => {
    const tenant = await startTenant();
    const fault = answerWith(502, { 'retry-after': '0' });
    tenant.inject({ on: /POST \/api\/hooks/, times: 9, fault });
    const made = await runTenant(tenant, ['create', '--url', 'https://a.example/']);
    expect(made.code).toBe(2);
    expect(made.stderr).toMatch(/Logto failed with 502 on POST \/api\/hooks\. Try again/);
    expect(tenant.requests.filter((request) => request === 'POST /api/hooks')).toHaveLength(1);

    tenant.inject({ on: /GET \/api\/hooks/, times: 9, fault });
    const listed = await runTenant(tenant, ['webhooks']);
    expect(listed.stderr).toMatch(/502 on GET \/api\/hooks \(after 4 attempts\)/);
  });

  it('accepts that a webhook is already deleted when the first response was lost', async () => {
    const tenant = await startTenant();
    tenant.addHook({ name: 'shop' });
    tenant.inject({ on: /^DELETE/, fault: loseAnswer });
    expect((await runTenant(tenant, ['delete', 'shop', '--yes'])).code).toBe(0);
    expect(tenant.state.hooks).toEqual([]);
  });

  it.each([
    [1, 0],
    [9, 2],
  ])('renews a token that is not accepted, once: %i refusals, exit %i', async (times, exit) => {
    const tenant = await startTenant();
    tenant.addHook({ name: 'shop' });
    tenant.inject({
      ...{ on: /recent-logs/, times },
      fault: (_, proceed) => {
        tenant.state.tokens.clear();
        proceed();
      },
    });
    const { code, stderr } = await runTenant(tenant, ['deliveries', 'shop']);
    expect(code).toBe(exit);
    expect(stderr.includes('rejected the access token')).toBe(exit === 2);
    expect(tenant.requests.filter((request) => request === 'POST /oidc/token')).toHaveLength(2);
  });
});

/** Sorts by position in a text: entries of the same millisecond are in any order. */
function byAppearance(text: string): (a: string, b: string) => number {
  return (a, b) => text.indexOf(a) - text.indexOf(b);
}

it('lists its commands in 80 columns', async () => {
  const { stdout } = await runCli(['tenant', '--help']);
  const [, commands = ''] = /^Commands:\n([\s\S]*?)\n\n/m.exec(stdout) ?? [];
  expect(commands).toMatch(/^ {2}redeliver <webhook> \[ids\.\.\.\] {2}Redeliver failed/m);
  expect(Math.max(...commands.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});
