import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLines, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { startTenant } from '../helpers/tenant/start.ts';
import { answerWith, type Tenant } from '../helpers/tenant/tenant.ts';
import { startTenantListener } from '../helpers/tenant-listener.ts';

const always = Number.POSITIVE_INFINITY;
const many = { 'total-number': '999999999' };

/** Makes a list return the same pages repeatedly, whichever is requested. */
function repeatPages(tenant: Tenant, on: RegExp, items: readonly object[], pages = 1): void {
  const size = Math.ceil(items.length / pages);
  let asked = 0;
  tenant.inject({
    ...{ on, times: always },
    fault(response, proceed) {
      const start = (asked++ % pages) * size;
      answerWith(200, many, JSON.stringify(items.slice(start, start + size)))(response, proceed);
    },
  });
}

function asked({ requests }: Tenant, on: RegExp): number {
  return requests.filter((request) => on.test(request)).length;
}

const repeats = /^! The tenant repeats the pages of GET \/api\/\S+\. The rest was not read\.$/m;

describe('a tenant whose pages never end', () => {
  it.each([
    ['the same page', 1, 2],
    ['three pages in turn', 3, 8],
  ])('is asked for webhooks until %s contains nothing new', async (_, pages, mostAsked) => {
    const tenant = await startTenant();
    const hooks = Array.from({ length: 6 }, (__, n) => tenant.addHook({ name: `hook ${n}` }));
    repeatPages(tenant, /GET \/api\/hooks\?/, hooks, pages);
    const { code, stdout, stderr } = await runCli(['tenant', 'webhooks', '--json'], {
      env: tenant.env,
    });
    expect(parseLines(stdout).map(({ id }) => id)).toEqual(hooks.map(({ id }) => id));
    expect(stderr).toMatch(repeats);
    expect(code).toBe(0);
    expect(asked(tenant, /api\/hooks/)).toBeLessThanOrEqual(mostAsked);
  });

  it('is asked for the log until a page contains nothing new', async () => {
    const tenant = await startTenant();
    const hook = tenant.addHook({ name: 'shop' });
    const logs = [await tenant.emit('PostSignIn'), await tenant.emit('PostRegister')].flat();
    repeatPages(tenant, /recent-logs/, logs);
    const { stdout, stderr } = await runCli(['tenant', 'deliveries', 'shop', '--json'], {
      env: tenant.env,
    });
    expect(parseLines(stdout)).toHaveLength(2);
    expect(stderr).toMatch(repeats);
    expect(asked(tenant, new RegExp(`${hook.id}/recent-logs`))).toBe(2);
  });

  it('is reconciled with the pages it has', async () => {
    const tenant = await startTenant();
    const receiver = await startReceiver();
    tenant.addHook({ name: 'shop', config: { url: receiver.url } });
    const user = { id: 'u1', createdAt: 1, updatedAt: 1 };
    repeatPages(tenant, /api\/users\?/, [user]);
    repeatPages(tenant, /api\/organizations\?/, [{ id: 'o1', name: 'o1', createdAt: 1 }]);
    const cwd = temporaryDirectory();
    writeFileSync(path.join(cwd, 'state.ndjson'), '');
    const args = ['tenant', 'reconcile', 'shop', '--state', 'state.ndjson', '--json'];
    const { stdout, stderr } = await runCli([...args, '--yes'], { cwd, env: tenant.env });
    expect(receiver.requests, stderr).toHaveLength(2);
    expect(parseLines(stdout).at(-1)).toMatchObject({ type: 'summary' });
    expect(stderr.match(new RegExp(repeats, 'gm'))).toHaveLength(2);
    expect(asked(tenant, /api\/(users|organizations)\?/)).toBe(4);
  });

  it('is followed, and its new deliveries are received once', async () => {
    const tenant = await startTenant();
    tenant.addHook({ name: 'shop' });
    const old = await tenant.emit('PostRegister');
    const logs = Array.from({ length: 100 }, () => old).flat();
    const entries = logs.map((entry, n) => ({ ...entry, id: `log${n}` }));
    repeatPages(tenant, /recent-logs/, entries);
    const listener = await startTenantListener(tenant, ['--webhook', 'shop']);
    entries.splice(0, 1, ...old.map((entry) => ({ ...entry, id: 'new', createdAt: Date.now() })));
    expect(await listener.next()).toMatchObject({ event: 'PostRegister', via: 'tenant log' });
    const before = tenant.requests.length;
    await eventually(() => expect(tenant.requests.length).toBeGreaterThan(before + 1));
    listener.child.kill('SIGINT');
    const { stderr } = await listener.finished;
    expect(stderr.match(new RegExp(repeats, 'gm'))).toHaveLength(1);
  });
});

/** Megabytes: a tenth of what the command took to check a hostile response. */
const heap = { NODE_OPTIONS: '--max-old-space-size=200' };

describe('a response', () => {
  const megabytes = (count: number, piece: string) =>
    piece.repeat(Math.floor((count * 1024 ** 2) / piece.length));

  it.each([
    ['a list of numbers', `[${megabytes(30, '1,')}1]`, /has an unexpected shape at 0: /],
    [
      'a list of empty objects',
      `[${megabytes(30, '{},')}{}]`,
      /has an unexpected shape at 0\.id: /,
    ],
    ['one that nests', megabytes(30, '['), /does not respond like Logto/],
    ['one that is too large', `[${megabytes(100, '1,')}1]`, /is larger than 32 MB\./],
    [
      'a webhook with a million events',
      `[{"id":"h","config":{"url":"https://x.example"},"signingKey":"k","events":[${megabytes(30, '1,')}1]}]`,
      /is too large at 0: it has too many values\./,
    ],
  ])('that is %s is rejected in one line', async (_, body, message) => {
    const tenant = await startTenant();
    tenant.inject({ on: /api\/hooks/, times: always, fault: answerWith(200, {}, body) });
    const env = { ...tenant.env, ...heap };
    const { code, stdout, stderr } = await runCli(['tenant', 'webhooks'], { env });
    expect(stderr).toMatch(/^error: [^\n]+\n$/);
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([2, '']);
    expect(tenant.requests.length).toBeLessThanOrEqual(4);
  });

  it('that rejects with megabytes is reported by its status', async () => {
    const tenant = await startTenant();
    const body = `[${megabytes(30, '1,')}1]`;
    tenant.inject({ on: /token/, times: always, fault: answerWith(400, {}, body) });
    const env = { ...tenant.env, ...heap };
    const { code, stderr } = await runCli(['tenant', 'webhooks'], { env });
    expect(stderr).toMatch(/^error: [^\n]+400[^\n]+\n$/);
    expect(code).toBe(2);
  });

  it('with a page of the log that is too large is read in parts', async () => {
    const tenant = await startTenant();
    const hook = tenant.addHook({ name: 'shop' });
    const note = 'x'.repeat(800_000);
    for (let n = 0; n < 60; n++) await tenant.emit('PostSignIn', { event: 'PostSignIn', n, note });
    const { code, stdout, stderr } = await runCli(['tenant', 'deliveries', 'shop', '--json'], {
      env: tenant.env,
    });
    expect([code, stderr]).toEqual([0, '']);
    const ids = parseLines(stdout).map(({ id }) => id);
    expect(new Set(ids).size).toBe(60);
    expect(asked(tenant, new RegExp(`${hook.id}/recent-logs`))).toBe(8);
  });
});
