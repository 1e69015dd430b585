import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { env, execPath, kill, pid, platform } from 'node:process';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { eventNames } from '../../src/core/logto/events.ts';
import { sign, verifySignature } from '../../src/core/logto/signature.ts';
import { eventsOfVersion } from '../../src/core/logto/versions.ts';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { allBytes, exportedHistory } from '../helpers/history.ts';
import { seeded } from '../helpers/load.ts';
import { startWatched } from '../helpers/output.ts';
import { pseudoTerminals, startSession } from '../helpers/pty.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { startTenant } from '../helpers/tenant/start.ts';
import {
  answerWith,
  hang,
  loseAnswer,
  reset,
  samplePayload,
  type Tenant,
} from '../helpers/tenant/tenant.ts';
import { startTenantListener } from '../helpers/tenant-listener.ts';

const bin = path.resolve(import.meta.dirname, '../../bin/logto-hooks.js');
const baseEnv = env;

/** Requests for the log. */
const polls = /recent-logs/;

/** Returns the only webhook of a tenant. */
function onlyHook({ state }: Tenant) {
  const [hook, another] = state.hooks;
  if (!hook || another) throw new Error(`There are ${state.hooks.length} webhooks.`);
  return hook;
}

function changes({ requests }: Tenant): string[] {
  return requests.filter((request) => !/^GET|\/oidc\/token/.test(request));
}

describe('listen --tenant', () => {
  it('forwards what happens in the tenant as Logto would have sent it', async () => {
    const tenant = await startTenant();
    const cwd = temporaryDirectory();
    const app = await startReceiver((_, response) => response.writeHead(201).end());
    const listener = await startTenantListener(tenant, ['-f', app.url, '-H', 'x-app: 1'], {
      cwd,
    });
    const hook = onlyHook(tenant);
    expect(hook.config.url).toMatch(/^http:\/\/127\.0\.0\.1:1\/logto-hooks\/[\da-f]{16}$/);
    expect(hook.events).toHaveLength(29);
    expect(listener.ready).toMatchObject({
      tenant: {
        endpoint: tenant.endpoint,
        webhook: { id: hook.id, url: hook.config.url },
        temporary: true,
        via: 'tenant log',
      },
    });

    const payload = samplePayload('User.Created');
    await tenant.emit('User.Created', payload);
    const sent = JSON.stringify({ ...payload, hookId: hook.id });
    expect(await listener.next()).toMatchObject({
      ...{ via: 'tenant log', event: 'User.Created', hookId: hook.id, signature: 'valid' },
      ...{ drift: [], body: sent, forward: { status: 201 }, responded: 201 },
    });
    const [request] = app.requests;
    expect(request).toMatchObject({
      headers: { 'user-agent': 'Logto (https://logto.io/)', 'x-app': '1' },
    });
    const signature = request?.headers['logto-signature-sha-256'];
    expect(verifySignature(request?.body ?? '', signature, hook.signingKey)).toBe(true);

    listener.child.kill('SIGINT');
    expect(await listener.finished).toMatchObject({ code: 130, stderr: '' });
    expect(tenant.state.hooks).toEqual([]);
    expect(await exportedHistory(cwd)).toMatchObject([
      { via: 'tenant log', signature: 'valid', body: sent, attempts: [{ status: 201 }] },
    ]);
    const { stdout } = await runCli(['history'], { cwd });
    expect(stdout).toContain('tenant log');
  });

  it('signs with the configured key, which the app knows', async () => {
    const tenant = await startTenant();
    const app = await startReceiver();
    const listener = await startTenantListener(tenant, ['-f', app.url], {
      env: { LOGTO_WEBHOOK_SIGNING_KEY: 'the-key-of-the-app' },
    });
    await tenant.emit('PostSignIn');
    expect(await listener.next()).toMatchObject({ signature: 'valid' });
    const [request] = app.requests;
    const signature = request?.headers['logto-signature-sha-256'];
    expect(verifySignature(request?.body ?? '', signature, 'the-key-of-the-app')).toBe(true);
  });

  it('subscribes to the wanted events, and ends after --exit-after deliveries', async () => {
    const tenant = await startTenant();
    const listener = await startTenantListener(tenant, ['-e', 'User.*', '--exit-after', '2']);
    const hook = onlyHook(tenant);
    expect(hook.events).toEqual(expect.arrayContaining(['User.Created', 'User.Deleted']));
    expect(hook.events.every((event) => event.startsWith('User.'))).toBe(true);
    for (const event of ['Role.Created', 'User.Created', 'User.Deleted']) await tenant.emit(event);
    expect([(await listener.next()).event, (await listener.next()).event]).toEqual([
      'User.Created',
      'User.Deleted',
    ]);
    expect(await listener.finished).toMatchObject({ code: 0 });
    expect(tenant.state.hooks).toEqual([]);
  });

  it('leaves out events that this Logto rejects, and reports them', async () => {
    const tenant = await startTenant();
    tenant.state.knownEvents = eventsOfVersion('1.42').filter((name) => name !== 'Role.Created');
    // Logto rejects disabled features one at a time, in another shape.
    const off = { reason: 'hook.event_not_supported', event: 'PostSignInAdaptiveMfaTriggered' };
    const refusal = JSON.stringify({ code: 'guard.invalid_input', message: 'no', data: off });
    const asJson = { 'content-type': 'application/json' };
    tenant.inject({ on: /^POST \/api\/hooks$/, fault: answerWith(400, asJson, refusal) });
    const listener = await startTenantListener(tenant);
    expect(onlyHook(tenant).events).toHaveLength(27);
    listener.child.kill('SIGINT');
    const { stderr } = await listener.finished;
    expect(stderr).toContain('This Logto rejects PostSignInAdaptiveMfaTriggered, Role.Created, so');
    expect(stderr).not.toContain('TrustedDevice');
  });
});

it.skipIf(!pseudoTerminals)('listen --tenant shows in the footer when it last polled', async () => {
  const tenant = await startTenant();
  const session = await startSession(['--tenant', '--no-inspect'], {
    env: { XDG_STATE_HOME: temporaryDirectory(), ...tenant.env },
  });
  await session.sees(/0 received · none failed · polled \d s ago/);
  await tenant.emit('User.Created');
  await session.sees(/via tenant log[\s\S]*1 received · none failed · polled/);
  tenant.inject({ on: polls, times: 2, fault: answerWith(502) });
  await session.sees(/tenant lost, polled/);
  session.press('q');
  expect((await session.exited).exitCode).toBe(130);
  expect(tenant.state.hooks).toEqual([]);
});

/** The full size: LOGTO_HOOKS_STRESS=1 npx vitest run test/listen/tenant.test.ts */
const [total, bursts] = env.LOGTO_HOOKS_STRESS ? [5000, 20] : [150, 8];

describe('listen --tenant during outages', () => {
  it(`delivers each of ${total} deliveries exactly once`, { timeout: 300_000 }, async () => {
    const random = seeded(6);
    const tenant = await startTenant();
    // Some become visible late, after entries that were logged later.
    const visibleAt = new Map<string, number>();
    tenant.state.isVisible = ({ id, createdAt }) => {
      if (!visibleAt.has(id)) {
        visibleAt.set(id, createdAt + (random() < 0.1 ? random() * 3000 : 0));
      }
      return Date.now() >= (visibleAt.get(id) ?? 0);
    };
    const faults = [answerWith(500), answerWith(503, { 'retry-after': '1' }), reset, loseAnswer];
    faults.push(answerWith(200, { 'content-type': 'text/html' }, '<p>Be right back</p>'));
    faults.push(answerWith(401), (_, proceed) => void setTimeout(proceed, 200));
    if (env.LOGTO_HOOKS_STRESS) faults.push(hang);
    const app = await startReceiver((_, response) => void setTimeout(() => response.end(), 2));
    const listener = await startTenantListener(tenant, ['-f', app.url, '--output', 'quiet']);
    listener.discard();

    const sent: string[] = [];
    while (sent.length < total) {
      const size = Math.min(total - sent.length, Math.ceil(random() * 2 * (total / bursts)));
      for (let n = 0; n < size; n++) {
        const payload = { ...samplePayload('PostSignIn'), sessionId: `s${sent.length}` };
        sent.push(payload.sessionId);
        await tenant.emit('PostSignIn', payload);
      }
      if (random() < 0.6) {
        const fault = faults[Math.floor(random() * faults.length)] ?? reset;
        tenant.inject({ on: polls, fault });
      }
      // The next burst falls into a poll, a pause or a retry.
      const before = tenant.requests.length;
      await vi.waitUntil(() => tenant.requests.length > before + 2, { timeout: 60_000 });
    }
    await vi.waitUntil(() => app.requests.length >= total, { timeout: 200_000, interval: 50 });
    listener.child.kill('SIGTERM');
    expect((await listener.finished).code).toBe(130);

    const arrived = app.requests.map(({ body }) => JSON.parse(body.toString()).sessionId);
    expect(arrived.toSorted()).toEqual(sent.toSorted());
    expect(tenant.state.hooks).toEqual([]);
  });

  it('does not wait for DNS: Logto looks up nothing for the temporary webhook', async () => {
    const tenant = await startTenant();
    const byName = tenant.addHook({ config: { url: 'https://logto-hooks.invalid/' } });
    const lookups: string[] = [];
    let release = () => {};
    const slowDns = new Promise<void>((resolve) => {
      release = resolve;
    });
    tenant.state.lookUp = (hostname) => {
      lookups.push(hostname);
      return slowDns;
    };
    const count = 60;
    const listener = await startTenantListener(tenant, ['--exit-after', String(count)]);
    listener.discard();
    const burst = Array.from({ length: count }, () => tenant.emit('PostSignIn'));
    expect((await listener.finished).code).toBe(0);
    // All arrived before the first delivery by name was logged.
    const logged = tenant.state.logs.filter(({ payload }) => payload.hookId === byName.id);
    expect([logged.length, lookups.length, new Set(lookups)]).toEqual([
      ...[0, count, new Set(['logto-hooks.invalid'])],
    ]);
    release();
    await Promise.all(burst);
    const temporary = tenant.state.logs.filter(({ payload }) => payload.hookId !== byName.id);
    expect(temporary).toHaveLength(count);
    expect(temporary[0]?.payload).toMatchObject({
      result: 'Error',
      error: expect.stringContaining('bad port'),
    });
  });

  it('reports when the tenant is lost and reached again, and catches up', async () => {
    const tenant = await startTenant();
    const listener = await startTenantListener(tenant);
    tenant.inject({ on: polls, times: 2, fault: answerWith(502) });
    await eventually(() =>
      expect(tenant.requests.filter((one) => polls.test(one)).length).toBeGreaterThan(1),
    );
    await tenant.emit('Role.Created');
    expect(await listener.next()).toMatchObject({ event: 'Role.Created' });
    listener.child.kill('SIGINT');
    const { stderr } = await listener.finished;
    expect(stderr.match(/Lost the connection to the tenant: .*502/g)).toHaveLength(1);
    expect(stderr).toMatch(/Reconnected to the tenant after \d+ s: caught up with 1 delivery\./);
  });

  it.each([
    ['through its log', []],
    ['through a public URL', ['--public-url', 'https://dev.example.com/']],
  ])('ends when the temporary webhook is deleted: %s', async (_, args) => {
    const tenant = await startTenant();
    const listener = await startTenantListener(tenant, args);
    const { id } = onlyHook(tenant);
    tenant.state.hooks.length = 0;
    expect(await listener.finished).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        new RegExp(
          `^error: The webhook '.*' \\(${id}\\) was deleted: .* Start listening again .*\n$`,
        ),
      ),
    });
  });
});

describe('the temporary webhook', () => {
  it('is deleted after SIGINT, SIGTERM, SIGHUP and a crash', async () => {
    const tenant = await startTenant();
    const other = tenant.addHook();
    const file = path.join(temporaryDirectory(), 'crash.cjs');
    const crash = 'if (process.env.CRASH === "reject") Promise.reject(error); else throw error;';
    writeFileSync(
      file,
      `process.on('SIGUSR2', () => { const error = new Error('injected'); ${crash} });`,
    );
    const endings = [
      ...[['SIGINT'], ['SIGTERM'], ['SIGHUP'], ['SIGUSR2', 'throw'], ['SIGUSR2', 'reject']],
    ] as const;
    const finished = await Promise.all(
      endings.map(async ([signal, how = '']) => {
        const env = { NODE_OPTIONS: `--require ${file}`, CRASH: how };
        const listener = await startTenantListener(tenant, [], { env });
        listener.child.kill(signal);
        const { code, stderr } = await listener.finished;
        return [signal, code, stderr];
      }),
    );
    expect(finished).toEqual(
      endings.map(([signal]) =>
        signal === 'SIGUSR2'
          ? [signal, 1, 'internal error: Error: injected\n']
          : [signal, 130, expect.any(String)],
      ),
    );
    expect(tenant.state.hooks).toEqual([other]);
  });

  it('is deleted when the output is closed', async () => {
    const tenant = await startTenant();
    const listener = await startTenantListener(tenant);
    listener.child.stdout.destroy();
    await tenant.emit('User.Created');
    await tenant.emit('User.Created');
    await listener.finished;
    expect(tenant.state.hooks).toEqual([]);
  });

  it('is deleted when the listener cannot start', async () => {
    const tenant = await startTenant();
    tenant.state.knownEvents = eventNames;
    const taken = new URL((await startReceiver()).url).port;
    const { code, stderr } = await runCli(['listen', '--tenant', '--port', taken], {
      env: { XDG_STATE_HOME: temporaryDirectory(), ...tenant.env },
    });
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining(`Port ${taken} on 127.0.0.1 is already in use.`),
    ]);
    expect(changes(tenant).map((request) => request.slice(0, 6))).toEqual(['POST /', 'DELETE']);
  });

  it('is used when the response to its creation was lost', async () => {
    const tenant = await startTenant();
    tenant.state.knownEvents = eventNames;
    tenant.inject({ on: /^POST \/api\/hooks/, fault: loseAnswer });
    const listener = await startTenantListener(tenant);
    await tenant.emit('PostSignIn');
    expect(await listener.next()).toMatchObject({ hookId: onlyHook(tenant).id });
    listener.child.kill('SIGINT');
    await listener.finished;
    expect(tenant.state.hooks).toEqual([]);
  });

  it('is named with a command when it cannot be deleted', async () => {
    const tenant = await startTenant();
    const listener = await startTenantListener(tenant);
    const { id } = onlyHook(tenant);
    tenant.inject({ on: /^DELETE/, times: 9, fault: answerWith(400, {}, '{"code":"no"}') });
    listener.child.kill('SIGINT');
    const { code, stderr } = await listener.finished;
    expect(code).toBe(130);
    expect(stderr).toContain(`logto-hooks tenant delete ${id} --yes\n`);
  });

  it('of a killed listener is deleted by the next one, and no other is', async () => {
    const tenant = await startTenant();
    const [here, there] = [temporaryDirectory(), temporaryDirectory()];
    const start = (home: string) =>
      startTenantListener(tenant, [], { env: { XDG_STATE_HOME: home } });
    const killed = await start(here);
    const [running, elsewhere] = await Promise.all([start(here), start(there)]);
    const lookalike = tenant.addHook({ name: 'logto-hooks listen 0123456789abcdef' });
    const [first, ...others] = tenant.state.hooks;
    for (const { child, finished } of [killed, elsewhere]) {
      child.kill('SIGKILL');
      await finished;
    }

    const next = await start(here);
    expect(tenant.state.hooks).toHaveLength(4);
    expect(tenant.state.hooks).toEqual(expect.arrayContaining([...others, lookalike]));
    expect(tenant.state.hooks).not.toContain(first);
    await tenant.emit('Role.Created');
    expect(await running.next()).toMatchObject({ event: 'Role.Created' });
    next.child.kill('SIGINT');
    expect((await next.finished).stderr).toBe(
      'Deleted a temporary webhook that an earlier listener left behind.\n',
    );
    running.child.kill('SIGINT');
    await running.finished;
    const left = elsewhere.ready.tenant;
    expect(left).toMatchObject({ webhook: { id: tenant.state.hooks[0]?.id } });
    expect(tenant.state.hooks.slice(1)).toEqual([lookalike]);
  });

  it.skipIf(platform !== 'linux')(
    'of a zombie, or of a process whose pid was reused, is deleted by the next listener',
    async () => {
      const tenant = await startTenant();
      const home = temporaryDirectory();
      const env = { ...tenant.env, XDG_STATE_HOME: home };
      const registry = path.join(home, 'logto-hooks', 'webhooks');
      const readRegistered = () =>
        readdirSync(registry).map((name) => {
          const file = path.join(registry, name);
          return { file, ...JSON.parse(readFileSync(file, 'utf8')) };
        });
      // After exec, no parent waits for the listener, so it becomes a zombie when killed.
      const listen = `"$0" "$@" & exec sleep 60`;
      const args = [execPath, bin, 'listen', '--tenant', '--port', '0', '--no-history'];
      const parent = spawn('sh', ['-c', listen, ...args], {
        ...{ cwd: temporaryDirectory(), env: { ...baseEnv, ...env }, stdio: 'ignore' },
      });
      onTestFinished(() => void parent.kill('SIGKILL'));
      await eventually(() => expect(tenant.state.hooks).toHaveLength(1));
      const [zombie] = readRegistered();
      kill(zombie.pid, 'SIGKILL');
      await eventually(() =>
        expect(readFileSync(`/proc/${zombie.pid}/stat`, 'utf8')).toContain(') Z '),
      );
      const reused = { ...zombie, marker: '0123456789abcdef', pid, started: 'earlier' };
      writeFileSync(path.join(registry, `${reused.marker}.json`), JSON.stringify(reused));
      tenant.addHook({ name: `logto-hooks listen ${reused.marker}` });

      const next = await startTenantListener(tenant, [], { env });
      expect(tenant.state.hooks).toHaveLength(1);
      next.child.kill('SIGINT');
      expect((await next.finished).stderr).toBe(
        'Deleted 2 temporary webhooks that an earlier listener left behind.\n',
      );
      expect(readRegistered()).toEqual([]);
    },
  );

  it('is reported in one line when the plan does not allow it', async () => {
    const tenant = await startTenant();
    tenant.state.hookQuota = 0;
    const { code, stdout, stderr } = await runCli(['listen', '--tenant', '--port', '0'], {
      env: { XDG_STATE_HOME: temporaryDirectory(), ...tenant.env },
    });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^error: The tenant's plan allows no more webhooks\. .*--webhook <id>.*\n$/,
    );
  });
});

describe('listen --tenant --webhook', () => {
  it('follows a webhook from now on, and changes nothing', async () => {
    const tenant = await startTenant();
    const app = await startReceiver();
    const config = { url: app.url, headers: { 'x-environment': 'dev' } };
    const hook = tenant.addHook({ name: 'Shop', events: ['User.Created'], config });
    await tenant.emit('User.Created', { event: 'User.Created', before: true });
    const listener = await startTenantListener(tenant, ['--webhook', 'shop']);
    expect(listener.ready).toMatchObject({
      tenant: { temporary: false, webhook: { id: hook.id } },
    });
    await tenant.emit('User.Created');
    expect(await listener.next()).toMatchObject({
      signature: 'valid',
      headers: { 'x-environment': 'dev' },
      drift: [],
    });
    listener.child.kill('SIGINT');
    expect((await listener.finished).code).toBe(130);
    expect(changes(tenant)).toEqual([]);
    expect(tenant.state.hooks).toEqual([hook]);
  });

  it('shows its events, and says when it is disabled, unsubscribed or deleted', async () => {
    const tenant = await startTenant();
    const events = ['PostSignIn', 'User.Created'];
    const hook = tenant.addHook({ name: 'shop', events, enabled: false });
    const { sees, code } = startWatched(
      [
        ...['listen', '--tenant', '--webhook', 'shop', '-e', 'User.*'],
        ...['--port', '0', '--poll-interval', '20ms'],
      ],
      { env: tenant.env },
    );
    await sees(/Events +User\.Created\n/);
    await sees(/via log of webhook .* \(disabled\)/);
    await sees(/! Webhook 'shop' is disabled: .* Run 'logto-hooks tenant enable \w+'\./);
    await sees("! Webhook 'shop' is not subscribed to User.Deleted, User.Data.Updated, User.Susp");
    hook.enabled = true;
    await sees("Webhook 'shop' is enabled again.");
    hook.events = ['PostSignIn'];
    await sees(
      "! Webhook 'shop' is not subscribed to User.Created. Run 'logto-hooks tenant update",
    );
    hook.events = events;
    await sees("Webhook 'shop' is subscribed to User.Created again.");
    await tenant.emit('User.Created');
    await sees(/User\.Created .*via tenant log/);
    tenant.state.hooks.length = 0;
    await sees(/error: The webhook 'shop' \(\w+\) was deleted: no more deliveries can arrive\./);
    expect(await code).toBe(2);
  });

  it('rejects an unknown webhook', async () => {
    const tenant = await startTenant();
    tenant.addHook({ name: 'Shop' });
    const { code, stderr } = await runCli(['listen', '--tenant', '--webhook', 'Shpo'], {
      env: tenant.env,
    });
    expect([code, stderr]).toEqual([2, expect.stringContaining("Did you mean 'Shop'?")]);
  });
});

describe('listen --tenant with a public URL', () => {
  it("lets Logto deliver there, and verifies with the webhook's key", async () => {
    const tenant = await startTenant();
    let listenerUrl = '';
    const tunnel = await startReceiver(async ({ body, headers }, response) => {
      const { 'logto-signature-sha-256': signature = '' } = headers;
      const result = await fetch(listenerUrl, {
        ...{ method: 'POST', body: new Uint8Array(body) },
        headers: { 'logto-signature-sha-256': String(signature) },
      });
      response.writeHead(result.status).end();
    });
    const listener = await startTenantListener(tenant, ['--public-url', `${tunnel.url}/hook`]);
    listenerUrl = listener.url;
    expect(onlyHook(tenant).config.url).toBe(`${tunnel.url}/hook`);
    const [entry] = await tenant.emit('PostSignIn');
    expect(entry?.payload).toMatchObject({ result: 'Success', response: { statusCode: 200 } });
    expect(await listener.next()).toMatchObject({ via: 'http', signature: 'valid' });
    listener.child.kill('SIGINT');
    await listener.finished;
    expect(tenant.state.hooks).toEqual([]);
    expect(tenant.requests.filter((request) => polls.test(request))).toEqual([]);
  });

  it('opens a tunnel with cloudflared', async () => {
    const tenant = await startTenant();
    const bin = temporaryDirectory();
    const script = `#!/bin/sh
echo "$@" > ${bin}/arguments
echo 'INF Requesting new quick Tunnel on trycloudflare.com...' >&2
echo 'INF |  https://quiet-owl-1.trycloudflare.com  |' >&2
exec sleep 600
`;
    writeFileSync(path.join(bin, 'cloudflared'), script, { mode: 0o755 });
    const listener = await startTenantListener(tenant, ['--tunnel'], {
      env: { PATH: `${bin}:${env.PATH}` },
    });
    const hook = onlyHook(tenant);
    expect(hook.config.url).toBe('https://quiet-owl-1.trycloudflare.com/');
    expect(listener.ready).toMatchObject({
      tenant: { via: 'http', webhook: { url: hook.config.url } },
    });
    const body = '{"event":"PostSignIn"}';
    await fetch(listener.url, {
      ...{ method: 'POST', body },
      headers: { 'logto-signature-sha-256': sign(body, hook.signingKey) },
    });
    expect(await listener.next()).toMatchObject({ signature: 'valid' });
    listener.child.kill('SIGINT');
    await listener.finished;
    expect(tenant.state.hooks).toEqual([]);
  });

  it('explains how to install cloudflared, and leaves no webhook', async () => {
    const tenant = await startTenant();
    const { code, stderr } = await runCli(['listen', '--tenant', '--tunnel', '--port', '0'], {
      env: { XDG_STATE_HOME: temporaryDirectory(), ...tenant.env, PATH: temporaryDirectory() },
    });
    expect([code, stderr]).toEqual([2, expect.stringContaining('cloudflared is not on the PATH')]);
    expect(tenant.state.hooks).toEqual([]);
  });

  it.each([
    [['--webhook', 'x'], '--webhook needs --tenant.'],
    [['--tenant', '--tunnel', '--webhook', 'x'], '--webhook and --tunnel cannot be combined.'],
  ])('rejects %j', async (args, message) => {
    const { code, stderr } = await runCli(['listen', ...args]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

it('listen --tenant prints and stores no secret', async () => {
  const tenant = await startTenant();
  const [cwd, home] = [temporaryDirectory(), temporaryDirectory()];
  const app = await startReceiver();
  const listener = await startTenantListener(tenant, ['--debug', '-f', app.url], {
    cwd,
    env: { XDG_STATE_HOME: home },
  });
  const { signingKey } = onlyHook(tenant);
  tenant.inject({ on: polls, fault: answerWith(500) });
  tenant.inject({ on: /^DELETE/, times: 9, fault: answerWith(400, {}, '{"code":"no"}') });
  await tenant.emit('User.Created');
  const delivery = JSON.stringify(await listener.next());
  listener.child.kill('SIGINT');
  const { stderr } = await listener.finished;
  const written = [delivery, JSON.stringify(listener.ready), stderr].join('\n');
  const files = Buffer.concat([allBytes(cwd), allBytes(home)]);
  for (const secret of [signingKey, tenant.appSecret, ...tenant.state.tokens.keys()]) {
    expect(written).not.toContain(secret);
    expect(files.includes(secret)).toBe(false);
  }
});
