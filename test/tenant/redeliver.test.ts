import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { expect, it } from 'vitest';
import { verifySignature } from '../../src/core/logto/signature.ts';
import {
  parseLines,
  type RunOptions,
  runCli,
  startCli,
  temporaryDirectory,
} from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { allBytes } from '../helpers/history.ts';
import { seeded } from '../helpers/load.ts';
import { pseudoTerminals, startTerminal } from '../helpers/pty.ts';
import { type ReceivedRequest, startReceiver } from '../helpers/receiver.ts';
import { runnerIn } from '../helpers/run-many.ts';
import { httpError, logEntry } from '../helpers/tenant/emit.ts';
import { startTenant } from '../helpers/tenant/start.ts';
import type { Hook } from '../helpers/tenant/state.ts';
import { samplePayload, type Tenant } from '../helpers/tenant/tenant.ts';
import { isThorough } from '../helpers/thorough.ts';
import { startWireServer } from '../helpers/wire.ts';

const isStress = process.env.LOGTO_HOOKS_STRESS !== undefined;

function redeliver({ env }: Tenant, args: readonly string[], { cwd }: RunOptions = {}) {
  const words = ['tenant', 'redeliver', ...args];
  return cwd === undefined ? runCli(words, { env }) : runnerIn(cwd)(words, env);
}

/** Adds failed deliveries, a second apart, the oldest first, with a number each. */
function addFailures({ state }: Tenant, hook: Hook, count: number): string[] {
  const sample = samplePayload('User.Created');
  const start = Date.now() - count * 1000;
  return Array.from({ length: count }, (_, number) => {
    const body = { ...sample, number, hookId: hook.id };
    const error = httpError(500, 'Internal Server Error', body);
    const outcome = { result: 'Error', error, response: { statusCode: 500, body: '' } } as const;
    const entry = logEntry(hook, 'User.Created', body, outcome, start + number * 1000);
    state.logs.push(entry);
    return entry.id;
  });
}

function numberOf({ body }: Pick<ReceivedRequest, 'body'>): number {
  return JSON.parse(body.toString()).number;
}

it('redeliver sends what Logto would: headers and keys in order, custom headers, a signature', async () => {
  const wire = await startWireServer();
  const tenant = await startTenant();
  const original: Buffer[] = [];
  const broken = await startReceiver(({ body }, response) => {
    original.push(body);
    response.statusCode = 500;
    response.end('no');
  });
  const headers = { 'X-Env': 'dev', Authorization: 'Bearer abc' };
  const hook = tenant.addHook({ name: 'shop', config: { url: broken.url, headers } });
  await tenant.emit('PostSignIn');
  hook.config.url = 'https://nowhere.invalid/';
  await tenant.emit('User.Deleted');

  const { code, stderr } = await redeliver(tenant, ['shop', '--to', wire.url]);
  expect(code).toBe(0);
  expect(stderr).toContain("Re-signed, because Logto's log does not keep the original bytes.");
  expect(wire.requests.map(({ requestLine }) => requestLine)).toEqual(
    Array(2).fill('POST / HTTP/1.1'),
  );
  for (const { headerLines, body } of wire.requests) {
    const signature = headerLines.find((line) => line.startsWith('logto-sig'))?.split(': ')[1];
    expect(verifySignature(body, signature, hook.signingKey)).toBe(true);
    expect(headerLines).toEqual([
      `host: ${new URL(wire.url).host}`,
      'connection: keep-alive',
      'authorization: Bearer abc',
      `logto-signature-sha-256: ${signature}`,
      'user-agent: Logto (https://logto.io/)',
      'x-env: dev',
      'content-type: application/json',
      'accept: */*',
      'accept-language: *',
      'sec-fetch-mode: cors',
      'accept-encoding: gzip, deflate',
      `content-length: ${body.length}`,
    ]);
  }
  const [first, second] = wire.requests;
  expect(first?.body).toEqual(original[0]);
  expect(second?.body.toString()).toMatch(
    /^\{"event":"User.Deleted","createdAt":.*"data":.*"path":/,
  );
});

it('redeliver restores the bytes that Logto delivered from the entries of its log', async () => {
  const receiver = await startReceiver();
  const tenant = await startTenant();
  const directory = path.resolve(import.meta.dirname, '../logto/log-order');
  const pairs = readdirSync(directory).map((file) => {
    const { delivered, logged } = JSON.parse(readFileSync(path.join(directory, file), 'utf8'));
    return { delivered: String(delivered), entry: JSON.parse(logged) };
  });
  const hook = tenant.addHook({
    ...{ id: pairs[0]?.entry.payload.hookId, name: 'shop', config: { url: receiver.url } },
  });
  const start = Date.now() - 60_000;
  for (const [index, { entry }] of pairs.entries()) {
    const { response, ...payload } = entry.payload;
    const failed = { ...payload, result: 'Error', error: 'TypeError: fetch failed' };
    tenant.state.logs.push({ ...entry, payload: failed, createdAt: start + index });
  }

  const { code } = await redeliver(tenant, [hook.name]);

  expect(code).toBe(0);
  expect(receiver.requests.map(({ body }) => body.toString())).toEqual(
    pairs.map(({ delivered }) => delivered),
  );
});

it('redeliver starts with the oldest, and skips what the endpoint already accepted', async () => {
  const [receiver, other] = [await startReceiver(), await startReceiver()];
  const tenant = await startTenant();
  const hook = tenant.addHook({ name: 'shop', config: { url: receiver.url } });
  const ids = addFailures(tenant, hook, 60);
  const cwd = temporaryDirectory();
  const numbers = Array.from({ length: 60 }, (_, number) => number);

  const planned = await redeliver(tenant, ['shop', '--dry-run', '--json'], { cwd });
  expect(parseLines(planned.stdout).map(({ delivery }) => delivery)).toEqual(ids);
  expect(receiver.requests).toHaveLength(0);

  const first = await redeliver(tenant, ['shop', '--json'], { cwd });
  expect(first.code).toBe(0);
  expect(receiver.requests.map(numberOf)).toEqual(numbers);
  const lines = parseLines(first.stdout);
  expect(lines.slice(0, -1).map(({ type, delivery, ok }) => [type, delivery, ok])).toEqual(
    ids.map((id) => ['attempt', id, true]),
  );
  expect(lines.at(-1)).toMatchObject({ type: 'summary', sent: 60, ok: 60, failed: 0, left: 0 });

  const second = await redeliver(tenant, ['shop'], { cwd });
  expect(second).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('60 already got a 2xx'),
  });
  expect(receiver.requests).toHaveLength(60);

  await redeliver(tenant, ['shop', '--to', other.url, '--concurrency', '8'], { cwd });
  expect(new Set(other.requests.map(numberOf))).toEqual(new Set(numbers));
  const again = await redeliver(tenant, ['shop', ids[7] ?? '', '--again'], { cwd });
  expect(again.code).toBe(0);
  expect(numberOf(receiver.requests[60] ?? expect.fail('nothing came'))).toBe(7);
});

it.each(isThorough ? [1, 4] : [4])(
  'redeliver delivers each once despite a kill -9 and another run (%i at a time)',
  async (concurrency) => {
    const total = isStress ? 10_000 : 200;
    const random = seeded(concurrency);
    const tenant = await startTenant();
    const arrived = new Map<number, number>();
    let kill = () => {};
    let count = 0;
    const receiver = await startReceiver((request, response) => {
      count++;
      // The worst moment: the receiver has the request and has not responded yet.
      if (count === Math.floor(total / 2)) kill();
      response.statusCode = random() < 0.05 ? 503 : 200;
      const number = numberOf(request);
      if (response.statusCode === 200) arrived.set(number, (arrived.get(number) ?? 0) + 1);
      response.end();
    });
    const hook = tenant.addHook({ name: 'shop', config: { url: receiver.url } });
    addFailures(tenant, hook, total);
    const cwd = temporaryDirectory();
    const args = ['shop', '--concurrency', String(concurrency), '--max-failures', '100'];
    const child = startCli(['tenant', 'redeliver', ...args, '--since', '30d'], {
      ...{ cwd, env: tenant.env },
    });
    kill = () => child.kill('SIGKILL');
    expect(await new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)))).toBe(
      'SIGKILL',
    );
    const next = await redeliver(tenant, [...args, '--since', '30d', '--json'], { cwd });
    expect(next.code).toBe(0);
    expect(next.stderr).not.toContain('in flight');
    expect(arrived.size).toBe(total);
    expect([...arrived].filter(([, times]) => times > 1)).toEqual([]);
  },
  isStress ? 600_000 : 60_000,
);

it('redeliver names and repeats what may have arrived when its worker was killed', async () => {
  const tenant = await startTenant();
  const cwd = temporaryDirectory();
  const state = path.join(cwd, '.logto-hooks/redeliveries');
  let kill: (() => void) | undefined;
  const receiver = await startReceiver((request, response) => {
    if (numberOf(request) === 2 && kill) kill();
    else response.end();
  });
  const hook = tenant.addHook({ name: 'shop', config: { url: receiver.url } });
  const ids = addFailures(tenant, hook, 4);
  const child = startCli(['tenant', 'redeliver', 'shop'], { cwd, env: tenant.env });
  kill = () => {
    kill = undefined;
    const lock = readdirSync(state).find((name) => name.endsWith('.lock')) ?? '';
    child.kill('SIGKILL');
    process.kill(JSON.parse(readFileSync(path.join(state, lock), 'utf8')).pid, 'SIGKILL');
  };
  await new Promise((resolve) => child.on('exit', resolve));
  const dry = await redeliver(tenant, ['shop', '--dry-run'], { cwd });
  expect(dry.stderr).toContain(`1 was in flight when an earlier run was killed (${ids[2]})`);

  const next = await redeliver(tenant, ['shop', '--json'], { cwd });
  expect(parseLines(next.stdout).at(-1)).toMatchObject({ ok: 2, already: 2, doubtful: 1 });
  expect(receiver.requests.map(numberOf)).toEqual([0, 1, 2, 2, 3]);
});

it('redeliver retries transient failures, and gives up on rejections and a receiver that is down', async () => {
  const tenant = await startTenant();
  const counts = new Map<number, number>();
  const receiver = await startReceiver((request, response) => {
    const number = numberOf(request);
    const times = (counts.get(number) ?? 0) + 1;
    counts.set(number, times);
    response.statusCode = number === 1 ? 400 : number === 3 && times < 2 ? 503 : 204;
    response.end();
  });
  const hook = tenant.addHook({ name: 'shop', config: { url: receiver.url } });
  addFailures(tenant, hook, 5);
  const { code, stdout, stderr } = await redeliver(tenant, ['shop']);
  expect(code).toBe(1);
  expect(receiver.requests.map(numberOf)).toEqual([0, 1, 2, 3, 4, 3]);
  expect(stdout).toMatch(/\n4 delivered, 1 failed {2}/);
  expect(stderr).toContain('Retrying 1 that failed.');

  const down = await startReceiver((_, response) => {
    response.statusCode = 500;
    response.end();
  });
  const stopped = await redeliver(tenant, ['shop', '--to', down.url, '--max-failures', '3']);
  expect(stopped.code).toBe(1);
  expect(down.requests).toHaveLength(3);
  expect(stopped.stdout).toMatch(
    /0 delivered, 3 failed, 2 not sent.*\nStopped after 3 failures in a row/,
  );
});

it('redeliver counts a redirect that loses the event as a failure', async () => {
  const tenant = await startTenant();
  const receiver = await startReceiver(({ path: where }, response) => {
    if (where === '/old') response.writeHead(302, { location: '/new' });
    response.end();
  });
  const hook = tenant.addHook({ name: 'shop', config: { url: `${receiver.url}/old` } });
  addFailures(tenant, hook, 1);
  const cwd = temporaryDirectory();
  expect((await redeliver(tenant, ['shop'], { cwd })).code).toBe(1);
  expect((await redeliver(tenant, ['shop', '--dry-run'], { cwd })).stderr).toContain('1 would be');
});

it('redeliver needs a confirmation to send to another machine', async () => {
  const tenant = await startTenant();
  const hook = tenant.addHook({ name: 'shop', config: { url: 'https://shop.invalid/hook' } });
  addFailures(tenant, hook, 2);
  const cwd = temporaryDirectory();
  expect(await redeliver(tenant, ['shop'], { cwd })).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/redeliver 2 to shop\.invalid.* Confirm with --yes\.\n$/),
  });
});

it.skipIf(!pseudoTerminals)('redeliver asks in a terminal and shows its progress', async () => {
  const tenant = await startTenant();
  const receiver = await startReceiver((_, response) => {
    response.statusCode = receiver.requests.length % 20 === 0 ? 503 : 200;
    response.end();
  });
  const hook = tenant.addHook({ name: 'shop', config: { url: 'https://shop.invalid/hook' } });
  addFailures(tenant, hook, 60);
  const asking = startTerminal(['tenant', 'redeliver', 'shop'], tenant.env);
  await asking.sees('Redeliver 60 to https://shop.invalid/hook? (y/N)');
  asking.write('n\r');
  await asking.sees('Nothing was sent.');
  expect((await asking.exited).exitCode).toBe(0);

  hook.config.url = receiver.url;
  const terminal = startTerminal(['tenant', 'redeliver', 'shop'], tenant.env);
  expect((await terminal.exited).exitCode).toBe(0);
  expect(terminal.written()).toMatch(/█+░* \d+\/60 {2}\d+ ok {2}\d+ failed/);
  expect(terminal.written()).toContain('60 delivered, 0 failed');
});

it('redeliver accepts ids and their beginnings, and needs --again for successes', async () => {
  const receiver = await startReceiver();
  const tenant = await startTenant();
  const hook = tenant.addHook({ name: 'shop', config: { url: receiver.url } });
  const ids = addFailures(tenant, hook, 3);
  const [done] = await tenant.emit('PostSignIn');
  const cwd = temporaryDirectory();
  await redeliver(tenant, ['shop', ids[2] ?? '', (ids[0] ?? '').slice(0, 10)], { cwd });
  expect(receiver.requests.slice(1).map(numberOf)).toEqual([0, 2]);

  const refused = await redeliver(tenant, ['shop', String(done?.id)], { cwd });
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('add --again') });
  expect((await redeliver(tenant, ['shop', String(done?.id), '--again'], { cwd })).code).toBe(0);
  expect((await redeliver(tenant, ['shop', 'nothing'], { cwd })).code).toBe(2);
});

it('redeliver runs once at a time and continues after Ctrl+C', async () => {
  const tenant = await startTenant();
  let answerFirst = () => {};
  const receiver = await startReceiver((request, response) => {
    if (numberOf(request) === 0) answerFirst = () => void response.end();
    else response.end();
  });
  const hook = tenant.addHook({ name: 'shop', config: { url: receiver.url } });
  addFailures(tenant, hook, 3);
  const cwd = temporaryDirectory();
  const child = startCli(['tenant', 'redeliver', 'shop'], { cwd, env: tenant.env });
  const closed = new Promise((resolve) => child.on('close', resolve));
  await eventually(() => expect(receiver.requests).toHaveLength(1));
  const second = await redeliver(tenant, ['shop'], { cwd });
  expect(second).toMatchObject({ code: 2, stderr: expect.stringContaining('is running.') });
  child.kill('SIGINT');
  // It waits for running deliveries.
  setImmediate(() => answerFirst());
  expect(await closed).toBe(130);
  expect((await redeliver(tenant, ['shop'], { cwd })).code).toBe(0);
  expect(receiver.requests.map(numberOf)).toEqual([0, 1, 2]);
});

it('redeliver prints and stores no secret', async () => {
  const tenant = await startTenant();
  const receiver = await startReceiver((_, response) => {
    response.statusCode = 500;
    response.end('no');
  });
  const headers = { authorization: 'Bearer a-credential-of-the-receiver' };
  const hook = tenant.addHook({ name: 'shop', config: { url: receiver.url, headers } });
  addFailures(tenant, hook, 2);
  const cwd = temporaryDirectory();
  const secrets = new Set([tenant.appSecret, hook.signingKey, headers.authorization.slice(7)]);
  let output = '';
  const runs: readonly (readonly string[])[] = [
    ['webhooks'],
    ['webhooks', '--json'],
    ['deliveries', 'shop', '--json'],
    ['redeliver', 'shop'],
    ['redeliver', 'shop', '--json'],
    ['redeliver', 'shop', '--dry-run', '--json'],
    ['record', 'shop', 'kept'],
    ['test', 'shop', '-e', 'User.Created', '--json'],
    ['update', 'shop', '--name', 'shop', '--json'],
    ['webhooks', '--endpoint', tenant.endpoint, '--auth', `${tenant.appId}:${tenant.appSecret}x`],
    ['webhooks', '--endpoint', tenant.endpoint, '--auth', tenant.appSecret],
    ['webhooks', '--auth', `${tenant.appId}:${tenant.appSecret}`],
    ['webhooks', '--resource', 'https://nope.logto.app/api'],
    ['redeliver', 'nope'],
    ['rotate-key', 'shop', '--yes', '--json'],
  ];
  for (const args of runs) {
    const { stdout, stderr } = await runCli(['--debug', 'tenant', ...args], {
      cwd,
      env: tenant.env,
    });
    output += stdout + stderr;
    secrets.add(hook.signingKey);
  }
  for (const token of tenant.state.tokens.keys()) secrets.add(token);
  expect(secrets.size).toBeGreaterThan(5);
  const kept = allBytes(cwd).toString();
  expect(kept).toContain('"state":"failed"');
  for (const secret of secrets) {
    expect(output).not.toContain(secret);
    expect(kept).not.toContain(secret);
  }
});
