import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { env } from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { verifySignature } from '../../src/core/logto/signature.ts';
import { parsePayload } from '../../src/core/payload/parse.ts';
import { parseLines, type RunOptions, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { startTenant } from '../helpers/tenant/start.ts';
import { answerWith, type Tenant } from '../helpers/tenant/tenant.ts';

const at = Date.parse('2026-08-05T10:15:30.250Z');

function addUser({ state }: Tenant, id: string, updatedAt = at): void {
  const user = { id, username: id, primaryEmail: `${id}@example.com`, primaryPhone: null };
  const times = { lastSignInAt: null, createdAt: at - 1000, updatedAt };
  const rest = { name: null, avatar: null, customData: {}, identities: {}, profile: {} };
  const flags = { applicationId: null, cimdClientId: null, isSuspended: false };
  state.users.set(id, { ...user, ...rest, ...times, ...flags });
}

function addOrganization({ state }: Tenant, id: string): void {
  const flags = { isMfaRequired: false, isTrustedDeviceAllowed: true, customData: {} };
  const looks = { color: {}, branding: {}, customCss: null };
  const named = { tenantId: 'default', id, name: id, description: null };
  state.organizations.set(id, { ...named, ...flags, ...looks, createdAt: at });
}

/** Starts a tenant and a receiver, and writes the receiver's state. */
async function prepare(lines: readonly (object | string)[]) {
  const tenant = await startTenant();
  const receiver = await startReceiver();
  const hook = tenant.addHook({
    name: 'shop',
    config: { url: `${receiver.url}/hook`, headers: { 'x-environment': 'dev' } },
  });
  const cwd = temporaryDirectory();
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  writeFileSync(path.join(cwd, 'state.ndjson'), text.join('\n'));
  const run = (args: readonly string[], options: RunOptions = {}) =>
    runCli(['tenant', 'reconcile', 'shop', '--json', ...args], {
      ...{ cwd, ...options },
      env: { ...tenant.env, ...options.env },
    });
  return { tenant, receiver, hook, cwd, run };
}

const state = [
  { id: 'known', updatedAt: at },
  { id: 'seconds', updatedAt: Math.floor(at / 1000) },
  { id: 'iso', updatedAt: new Date(at).toISOString() },
  { type: 'user', id: 'changed', updatedAt: at - 1, name: 'ignored' },
  { type: 'user', id: 'gone', updatedAt: at },
  '',
  { type: 'organization', id: 'org-known' },
  { type: 'organization', id: 'org-gone' },
];

function populate(tenant: Tenant): void {
  for (const id of ['known', 'seconds', 'iso', 'changed', 'new']) addUser(tenant, id);
  for (const id of ['org-known', 'org-new']) addOrganization(tenant, id);
}

describe('tenant reconcile', () => {
  it('sends no User.Deleted for a user whose deletion the state records', async () => {
    const rows = [
      { id: 'known', updatedAt: new Date(at).toISOString(), deletedAt: null },
      { id: 'gone', username: null, updatedAt: null, deletedAt: new Date(at).toISOString() },
    ];
    const { tenant, receiver, run } = await prepare(rows);
    addUser(tenant, 'known');
    const { code, stderr } = await run(['--state', 'state.ndjson', '-e', 'User.*']);
    expect([code, receiver.requests.length]).toEqual([0, 0]);
    expect(stderr).not.toContain('say when');
  });

  it("sends what the receiver missed, in Logto's own shape", async () => {
    const { tenant, receiver, hook, cwd, run } = await prepare(state);
    populate(tenant);
    const { code, stdout } = await run(['--state', 'state.ndjson']);
    expect(code).toBe(0);
    const payloads = receiver.requests.map(({ body }) => JSON.parse(body.toString()));
    expect(payloads.map(({ event, path: asked }) => [event, asked])).toEqual(
      expect.arrayContaining([
        ['User.Created', '/users'],
        ['User.Data.Updated', '/users/changed'],
        ['User.Deleted', '/users/gone'],
        ['Organization.Created', '/organizations'],
        ['Organization.Deleted', '/organizations/org-gone'],
      ]),
    );
    expect(payloads).toHaveLength(5);
    for (const { path: asked, headers, body } of receiver.requests) {
      expect(asked).toBe('/hook');
      expect(headers).toMatchObject({ 'x-logto-hooks': 'reconcile', 'x-environment': 'dev' });
      const signature = headers['logto-signature-sha-256'];
      expect(verifySignature(body, signature, hook.signingKey)).toBe(true);
      expect(parsePayload(body)).toMatchObject({ known: true, drift: [] });
      expect(JSON.parse(body.toString()).hookId).toBe(hook.id);
    }
    expect(payloads.find(({ event }) => event === 'User.Created').data).toEqual(
      tenant.state.users.get('new'),
    );
    expect(parseLines(stdout).at(-1)).toMatchObject({ type: 'summary', gaps: 5, ok: 5, failed: 0 });
    expect(readdirSync(path.join(cwd, '.logto-hooks', 'reconcile'))).toEqual([]);
  });

  it('lists missing events with --dry-run, without sending', async () => {
    const { tenant, receiver, run } = await prepare(state);
    populate(tenant);
    const { code, stdout, stderr } = await run([
      '--state',
      'state.ndjson',
      '--dry-run',
      '-e',
      'User.*',
    ]);
    expect(code).toBe(0);
    expect(parseLines(stdout)).toMatchObject(
      [
        { type: 'gap', event: 'User.Created', id: 'new' },
        { type: 'gap', event: 'User.Data.Updated', id: 'changed', updatedAt: at, known: at - 1 },
        { type: 'gap', event: 'User.Deleted', id: 'gone' },
        { type: 'summary', gaps: 3 },
      ].sort((a, b) => Number(a.type === 'summary') - Number(b.type === 'summary')),
    );
    expect(stderr).toContain('Nothing was sent');
    expect(receiver.requests).toEqual([]);
  });

  it('reports when nothing is missing, and compares only what the webhook is subscribed to', async () => {
    const { tenant, hook, run } = await prepare([{ id: 'a', updatedAt: at }]);
    addUser(tenant, 'a');
    addOrganization(tenant, 'o');
    hook.events = ['User.Created', 'User.Deleted', 'User.Data.Updated'];
    const { code, stderr } = await run(['--state', 'state.ndjson']);
    expect([code, stderr]).toEqual([0, expect.stringContaining('Nothing is missing')]);
    expect(stderr).toContain(
      'Not compared, because the webhook is not subscribed to them: Organization.',
    );
  });

  it('reads the state from a command or standard input', async () => {
    const { tenant, receiver, run } = await prepare(state);
    populate(tenant);
    const input = state.map((line) => (line === '' ? '' : JSON.stringify(line))).join('\n');
    await run(['--state', '-'], { input });
    await run(['--state', 'cat state.ndjson | cat']);
    expect(receiver.requests).toHaveLength(10);
  });

  it.each([
    ['echo "{}" && exit 3', "Line 1 of the state: 'id' is missing."],
    ['echo []', 'Line 1 of the state: it must be an object, not array.'],
    [
      `echo '{"id":"a","updatedAt":"soon"}'`,
      `'updatedAt' must be a time in epoch milliseconds or ISO 8601, not string "soon".`,
    ],
    ['echo broken >&2; exit 3', 'The command of --state failed (3): broken'],
    ['printf \'{"id":"a"}\\n{\'', 'Line 2 of the state is not JSON.'],
    ['missing.ndjson', "'missing.ndjson' does not exist."],
  ])('sends nothing when the state of %j is not valid', async (source, message) => {
    const { tenant, receiver, run } = await prepare([]);
    populate(tenant);
    const { code, stdout, stderr } = await run(['--state', source]);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(receiver.requests).toEqual([]);
  });

  it('sends nothing when the tenant is lost halfway', async () => {
    const { tenant, receiver, cwd, run } = await prepare([{ id: 'a', updatedAt: at }]);
    for (let n = 0; n < 250; n++) addUser(tenant, `user${n}`);
    tenant.inject({ on: /users\?page=3/, times: 9, fault: answerWith(400, {}, '{"code":"no"}') });
    const { code } = await run(['--state', 'state.ndjson']);
    expect(code).toBe(2);
    expect(receiver.requests).toEqual([]);
    expect(readdirSync(path.join(cwd, '.logto-hooks', 'reconcile'))).toEqual([]);
  });

  it('sends no User.Deleted for a user who is only missing in the list', async () => {
    const { tenant, receiver, run } = await prepare([{ id: 'u0', updatedAt: at }]);
    for (let n = 0; n < 150; n++) addUser(tenant, `u${n}`);
    // A newer user is deleted between two pages, so the first one of the second page moves to the first page.
    tenant.inject({
      on: /users\?page=2/,
      fault: (_, proceed) => {
        tenant.state.users.delete('u149');
        tenant.state.users.delete('u148');
        proceed();
      },
    });
    await run(['--state', 'state.ndjson', '-e', 'User.Deleted']);
    expect(receiver.requests).toEqual([]);
  });

  it('asks before it sends to a public URL, and stops after failures in a row', async () => {
    const { tenant, hook, run } = await prepare([]);
    for (let n = 0; n < 20; n++) addUser(tenant, `user${n}`);
    hook.config.url = 'https://shop.example/hook';
    expect(await run(['--state', 'state.ndjson'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Confirm with --yes.'),
    });
    const broken = await startReceiver((_, response) => response.writeHead(500).end());
    const { code, stdout } = await run(['--state', 'state.ndjson', '--to', broken.url]);
    expect(code).toBe(1);
    expect(broken.requests).toHaveLength(5);
    expect(parseLines(stdout).at(-1)).toMatchObject({ failed: 5, left: 15, gaveUp: true });
  });
});

/** The full size: LOGTO_HOOKS_STRESS=1 npx vitest run test/tenant/reconcile.test.ts */
const many = env.LOGTO_HOOKS_STRESS ? 1_000_000 : 30_000;
/** Megabytes: too few for all users at once. */
const heap = env.LOGTO_HOOKS_STRESS ? 200 : 40;

it(`reconcile compares ${many} users with a heap of ${heap} MB`, {
  timeout: 1_200_000,
}, async () => {
  const cwd = temporaryDirectory();
  const id = (n: number) => `u${String(n).padStart(11, '0')}`;
  const lines = Array.from({ length: many }, (_, n) => `{"id":"${id(n + 5)}","updatedAt":${at}}\n`);
  writeFileSync(path.join(cwd, 'state.ndjson'), lines.join(''));
  const endpoint = await startLargeTenant(many, id);
  const { code, stdout } = await runCli(
    ['tenant', 'reconcile', 'hook', '--state', 'state.ndjson', '--dry-run', '--json'],
    {
      cwd,
      env: {
        ...{ LOGTO_ENDPOINT: endpoint, LOGTO_AUTH: 'a:b' },
        NODE_OPTIONS: `--max-old-space-size=${heap}`,
      },
    },
  );
  expect(code).toBe(0);
  expect(parseLines(stdout).at(-1)).toMatchObject({
    gaps: 10,
    events: { 'User.Created': 5, 'User.Deleted': 5 },
  });
});

/** Serves a tenant with many users; each page is created on request. */
async function startLargeTenant(total: number, id: (n: number) => string): Promise<string> {
  const user = { username: 'ada', customData: { about: 'x'.repeat(300) }, createdAt: at };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://tenant');
    const respond = (body: unknown, status = 200, count = 1) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        'total-number': String(count),
      });
      response.end(JSON.stringify(body));
    };
    if (pathname === '/oidc/token') return respond({ access_token: 't', expires_in: 3600 });
    if (pathname === '/api/hooks') {
      const config = { url: 'http://127.0.0.1:1/' };
      const events = ['User.Created', 'User.Data.Updated', 'User.Deleted'];
      return respond([
        { id: 'hook', name: 'hook', events, config, signingKey: 'k', enabled: true },
      ]);
    }
    if (pathname !== '/api/users') return respond({ code: 'entity.not_found' }, 404);
    const begin = (Number(searchParams.get('page')) - 1) * 100;
    const size = Math.min(100, total - begin);
    const page = Array.from({ length: size }, (_, n) => ({
      ...{ id: id(begin + n), ...user, updatedAt: at },
    }));
    respond(page, 200, total);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
