import {
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryDirectory } from '../../helpers/cli.ts';
import { type Listener, startListener } from '../../helpers/listener.ts';
import { eventDeliveries } from '../../helpers/payloads.ts';
import { postSigned } from '../../helpers/post.ts';
import { startTenant } from '../../helpers/tenant/start.ts';

/** Returns everything in a directory: names, modes, file contents and link targets. */
function snapshot(directory: string): unknown[] {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();
  return ['.', ...names].map((name) => {
    const file = path.join(directory, name);
    const stats = lstatSync(file);
    if (stats.isSymbolicLink()) return [name, readlinkSync(file)];
    return [name, stats.mode, stats.uid, stats.isFile() && readFileSync(file, 'utf8')];
  });
}

/** Creates a cloned project, and a directory of the user that links in it lead to. */
function clone(links: Readonly<Record<string, string>>): { cwd: string; home: string } {
  const [cwd, home] = [temporaryDirectory(), temporaryDirectory()];
  mkdirSync(path.join(home, 'private/history'), { recursive: true });
  mkdirSync(path.join(home, 'PostSignIn'), { mode: 0o755 });
  writeFileSync(path.join(home, 'precious'), 'precious\n', { mode: 0o644 });
  const segment = '20260101T000000000Z-0123456789abcdef.v1';
  writeFileSync(path.join(home, 'private/history', segment), 'precious\n');
  for (const [link, target] of Object.entries(links)) {
    mkdirSync(path.dirname(path.join(cwd, link)), { recursive: true });
    symlinkSync(path.join(home, target), path.join(cwd, link));
  }
  return { cwd, home };
}

const listen = ['listen', '--port', '0', '--no-inspect', '--exit-timeout', '1ms'];
const keyed = [...listen, '--signing-key', 'K'];
const redacting = [...keyed, '--record', 'rec', '--redact'];

describe('a link in a project is rejected in one line, and nothing is written through it:', () => {
  it.each([
    ['.logto-hooks/.gitignore', 'precious', listen],
    ['.logto-hooks/.gitignore', 'precious', keyed],
    ['.logto-hooks/.gitignore', 'nothing-yet', keyed],
    ['.logto-hooks', '.', listen],
    ['.logto-hooks', '.', keyed],
    ['.logto-hooks', 'nothing-yet', keyed],
    ['.logto-hooks', '.', ['key']],
    ['.logto-hooks', '.', ['sign', '-']],
    ['.logto-hooks', 'private', ['history']],
    ['.logto-hooks', 'private', ['history', 'clear', '--yes']],
    ['.logto-hooks', 'private', ['history', 'export']],
    ['.logto-hooks', 'private', ['replay', '--last']],
    ['.logto-hooks/history', 'private/history', keyed],
    ['.logto-hooks/history', 'private/history', ['history', 'clear', '--yes']],
    ['.logto-hooks/signing-key', 'precious', ['key']],
    ['.logto-hooks/signing-key', 'nothing-yet', ['key']],
    ['.logto-hooks/redaction-key', 'precious', redacting],
    ['.logto-hooks/redaction-key', 'nothing-yet', redacting],
    ['.env', 'precious', ['key', '--signing-key', 'K', '--write-env']],
    ['.env.local', 'nothing-yet', ['key', '--signing-key', 'K', '--write-env', '.env.local']],
    ['config', '.', ['key', '--signing-key', 'K', '--write-env', 'config/.env']],
    ['app/src', '.', ['init', 'app', '--yes', '--force', '--no-install', '--no-git']],
    ['app/test', 'nothing-yet', ['init', 'app', '--yes', '--force', '--no-install', '--dry-run']],
  ])('%s -> %s (%j)', async (link, target, args) => {
    const { cwd, home } = clone({ [link]: target });
    const before = snapshot(home);
    const { code, stdout, stderr } = await runCli(args, { cwd, input: '{}' });

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: '.*' is a link\b.*\n$/);
    expect(stderr).toContain(path.basename(link));
    expect(stdout + stderr).not.toContain('precious\n');
    expect(snapshot(home)).toEqual(before);
    expect(lstatSync(path.join(cwd, link)).isSymbolicLink()).toBe(true);
  });

  it.each(['webhooks', '.'])('the state directory of the user, at %s', async (below) => {
    const { cwd, home } = clone({ [path.join('state/logto-hooks', below)]: 'private' });
    const tenant = await startTenant();
    const before = snapshot(home);
    const { code, stderr } = await runCli(['listen', '--tenant', ...listen.slice(1)], {
      cwd,
      env: { ...tenant.env, XDG_STATE_HOME: path.join(cwd, 'state') },
    });
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/ is a link/),
    });
    expect(snapshot(home)).toEqual(before);
  });

  it.each([
    ['rotate-key', 'shop', '--yes'],
    ['key', 'shop'],
    ['create', 'other', '--url', 'https://app.test/hook'],
  ])('the .env file of tenant %s, before anything is changed', async (...args) => {
    const { cwd, home } = clone({ config: '.' });
    const tenant = await startTenant();
    const { signingKey } = tenant.addHook({ name: 'shop' });
    const before = snapshot(home);
    const { code, stderr } = await runCli(['tenant', ...args, '--write-env', 'config/.env'], {
      cwd,
      env: tenant.env,
    });
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/ is a link/),
    });
    expect(snapshot(home)).toEqual(before);
    expect(tenant.state.hooks.map((hook) => hook.signingKey)).toEqual([signingKey]);
  });

  it('the journal of redeliveries', async () => {
    const { cwd, home } = clone({ '.logto-hooks/redeliveries': 'private' });
    const tenant = await startTenant();
    tenant.addHook({ name: 'shop' });
    const before = snapshot(home);
    const { code, stderr } = await runCli(['tenant', 'redeliver', 'shop'], {
      cwd,
      env: tenant.env,
    });
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/ is a link/),
    });
    expect(snapshot(home)).toEqual(before);
  });
});

describe('a link in the directory of recorded fixtures', () => {
  const deliveryOf = (event: string) =>
    Buffer.from(eventDeliveries.find((one) => one.event === event)?.body ?? expect.fail(event));

  it('is rejected by listen --record, which keeps the delivery and records the others', async () => {
    const { cwd, home } = clone({ 'rec/PostSignIn': 'PostSignIn' });
    const before = snapshot(home);
    const listener = await startListener(['--record', 'rec'], { cwd });
    const statuses = [];
    for (const event of ['PostSignIn', 'PostSignIn', 'User.Created']) {
      statuses.push((await postSigned(listener.url, deliveryOf(event))).status);
    }
    listener.child.kill('SIGINT');
    const { stderr } = await listener.finished;

    expect(statuses).toEqual([200, 200, 200]);
    expect(stderr.match(/^not saved .*PostSignIn' is a link.*$/gm)).toHaveLength(1);
    expect(stderr).toMatch(/^saved rec\/User\.Created\//m);
    expect(snapshot(home)).toEqual(before);
    const { stdout } = await runCli(['history', '--json'], { cwd });
    expect(stdout.trim().split('\n')).toHaveLength(3);
  });

  it('may be the directory itself, because the user named it', async () => {
    const { cwd, home } = clone({ rec: 'private' });
    const listener = await startListener(['--record', 'rec'], { cwd });
    await postSigned(listener.url, deliveryOf('PostSignIn'));
    listener.child.kill('SIGINT');
    expect((await listener.finished).stderr).toMatch(/^saved .*PostSignIn\//m);
    expect(readdirSync(path.join(home, 'private'))).toContain('PostSignIn');
  });

  it('is rejected by tenant record', async () => {
    const { cwd, home } = clone({ 'rec/PostSignIn': 'PostSignIn' });
    const tenant = await startTenant();
    tenant.addHook({ name: 'shop' });
    await tenant.emit('PostSignIn');
    const before = snapshot(home);
    const args = ['tenant', 'record', 'shop', 'rec'];
    const { code, stderr } = await runCli(args, { cwd, env: tenant.env });
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/ is a link/),
    });
    expect(snapshot(home)).toEqual(before);
  });

  it.each(['.logto-hooks/fixtures', '.logto-hooks/fixtures/PostSignIn'])(
    'is refused by the inspector (%s)',
    async (link) => {
      const { cwd, home } = clone({ [link]: 'PostSignIn' });
      const before = snapshot(home);
      const listener = await startListener(['--inspect', '0'], { cwd });
      await postSigned(listener.url, deliveryOf('PostSignIn'));
      const { id } = await listener.next();
      const { status, body } = await callInspector(listener, `/api/deliveries/${id}/save`);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(body).toContain('is a link');
      expect(snapshot(home)).toEqual(before);
    },
  );
});

describe('a directory of another user', () => {
  const isRoot = process.getuid?.() === 0;

  it.skipIf(!isRoot).each([
    ['.logto-hooks', listen],
    ['.logto-hooks', ['key']],
    ['.logto-hooks/history', keyed],
    ['.logto-hooks/history', ['history', 'clear', '--yes']],
    ['app/src', ['init', 'app', '--yes', '--force', '--no-install', '--no-git']],
  ])('is rejected in one line (%s, %j)', async (directory, args) => {
    const cwd = temporaryDirectory();
    mkdirSync(path.join(cwd, directory), { recursive: true });
    chownSync(path.join(cwd, directory), 1234, 1234);
    const before = snapshot(path.join(cwd, directory));
    const { code, stderr } = await runCli(args, { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: '.*' belongs to another user \(uid 1234\)\..*\n$/);
    expect(snapshot(path.join(cwd, directory))).toEqual(before);
  });

  it.skipIf(!isRoot)('is accepted when it is the whole project, as in a container', async () => {
    const cwd = temporaryDirectory();
    chownSync(cwd, 1234, 1234);
    for (let run = 0; run < 2; run++) {
      expect(await runCli(['key'], { cwd })).toMatchObject({ code: 0 });
    }
    chownSync(path.join(cwd, '.logto-hooks'), 1234, 1234);
    expect(await runCli(['key'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  });
});

/** POSTs to the inspector's API as its page does. */
function callInspector(
  { inspector }: Listener,
  to: string,
): Promise<{ status: number; body: string }> {
  const { origin, hash } = new URL(inspector ?? expect.fail('no inspector'));
  const headers = { authorization: `Bearer ${hash.replace('#token=', '')}` };
  return new Promise((resolve, reject) => {
    const sending = request(origin + to, { method: 'POST', headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sending.on('error', reject).end();
  });
}
