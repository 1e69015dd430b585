import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sign } from '../../src/core/logto/signature.ts';
import { runCli, startCli, temporaryDirectory } from '../helpers/cli.ts';
import { realDeliveries } from '../helpers/deliveries.ts';
import { eventually } from '../helpers/eventually.ts';
import { type Listener, signingKey, startListener } from '../helpers/listener.ts';
import { eventDeliveries } from '../helpers/payloads.ts';
import { personalValues, withPrivateAddresses } from '../helpers/personal-values.ts';
import { post, postSigned } from '../helpers/post.ts';
import { many } from '../helpers/stress.ts';

function fixturesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replaceAll(path.sep, '/'))
    .sort();
}

/** Interrupts a listener, which saves everything before it exits. Returns its standard error. */
async function interrupt({ child, finished }: Listener): Promise<string> {
  child.kill('SIGINT');
  return (await finished).stderr;
}

describe('--record', () => {
  it('saves fixtures that send --fixtures delivers unchanged, valid and without drift', async () => {
    const cwd = temporaryDirectory();
    const recording = await startListener(['--record', 'fixtures'], { cwd });
    for (const { body } of eventDeliveries) await postSigned(recording.url, Buffer.from(body));
    const output = await interrupt(recording);
    const files = fixturesIn(path.join(cwd, 'fixtures'));
    expect(output.match(/^saved fixtures/gm)).toHaveLength(files.length);

    const listener = await startListener();
    // Each starts the command, so that only stress runs do all of them.
    for (const file of files.filter((_, index) => index % many(8, 1) === 0)) {
      const [event = '', variant = ''] = file.replace('.json', '').split('/');
      const { code } = await runCli(
        ['send', event, '--variant', variant, '--fixtures', 'fixtures', '--frozen'].concat(
          ...['--to', listener.url, '--signing-key', signingKey],
        ),
        { cwd },
      );
      const { body, ...delivery } = await listener.next();
      expect({ file, code, ...delivery }).toMatchObject({ code: 0, signature: 'valid', drift: [] });
      expect(realDeliveries.map((real) => real.body)).toContain(body);
    }
    expect(files.length).toBeGreaterThan(40);
  }, 120_000);

  it.each([
    ['taken', "error: --record: 'taken' is not a directory. Choose another directory.\n"],
    ['taken/in', "error: --record: 'taken/in' is not a directory. Choose another directory.\n"],
    // Only Linux has this directory, and reports ENOENT.
    ...(process.platform === 'linux'
      ? [
          [
            '/proc/x/y',
            "error: --record: '/proc/x/y' cannot be written (ENOENT). Choose another directory.\n",
          ],
        ]
      : []),
  ])('rejects a path that is not a directory: %s', async (directory, message) => {
    const cwd = temporaryDirectory();
    writeFileSync(path.join(cwd, 'taken'), '');
    const { code, stderr } = await runCli(['listen', '--port', '0', '--record', directory ?? ''], {
      cwd,
    });
    expect({ code, stderr }).toEqual({ code: 2, stderr: message });
  });

  it.runIf(process.platform === 'linux')(
    'reports once that it cannot write, and exits, if the system reports ENOENT',
    async () => {
      const listener = await startListener(['--record', '/proc']);
      for (const n of [1, 2]) {
        const body = Buffer.from(`{"event":"PostSignIn","n":${n}}`);
        expect((await postSigned(listener.url, body)).status).toBe(200);
      }
      expect((await interrupt(listener)).match(/^not saved .*ENOENT/gm)).toHaveLength(1);
    },
  );

  it('keeps the text of numbers from one listener to another', async () => {
    const cwd = temporaryDirectory();
    const body =
      '{"event":"PostSignIn","createdAt":"x","2":9223372036854775807,"1":1.0,"u":"\\u0041"}';
    const recording = await startListener(['--record', 'fixtures'], { cwd });
    await postSigned(recording.url, Buffer.from(body));
    await interrupt(recording);
    const listener = await startListener();
    const send = ['send', 'PostSignIn', '--fixtures', 'fixtures', '--to', listener.url];
    await runCli([...send, '--signing-key', signingKey, '--frozen'], { cwd });
    expect(await listener.next()).toMatchObject({ signature: 'valid', body });
    await runCli([...send, '--signing-key', signingKey], { cwd });
    const { body: fresh } = await listener.next();
    expect(fresh).toMatch(/"createdAt":"\d{4}-\d\d-\d\dT[\d:.]+Z"/);
    expect(String(fresh).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/, 'x')).toBe(body);
  });

  it('saves only verified, shown deliveries of JSON, each once', async () => {
    const cwd = temporaryDirectory();
    const listener = await startListener(
      ['--record', 'fixtures', '--allow-unsigned', '-e', 'User.*'],
      { cwd },
    );
    const user = (createdAt: string) =>
      Buffer.from(`{"event":"User.Created","createdAt":"${createdAt}"}`);
    await post(listener.url, user('unsigned'));
    await postSigned(listener.url, user('forged'), { key: 'x' });
    await postSigned(listener.url, Buffer.from('{"event":"PostSignIn"}'));
    await postSigned(listener.url, Buffer.from('not JSON'));
    await postSigned(listener.url, Buffer.from('["User.Created"]'));
    await postSigned(listener.url, user('2026-03-02T10:15:30.449Z'));
    await postSigned(listener.url, user('2026-03-02T10:15:31.000Z'));
    await interrupt(listener);
    expect(fixturesIn(path.join(cwd, 'fixtures'))).toEqual(['User.Created/recorded.json']);
    const saved = readFileSync(path.join(cwd, 'fixtures/User.Created/recorded.json'), 'utf8');
    expect(saved).toBe(
      '{\n  "event": "User.Created",\n  "createdAt": "2026-03-02T10:15:30.449Z"\n}\n',
    );
  });

  it('saves every delivery before --exit-after exits', async () => {
    const cwd = temporaryDirectory();
    const listener = await startListener(['--record', 'fixtures', '--exit-after', '20'], { cwd });
    const bodies = Array.from({ length: 20 }, (_, n) => Buffer.from(`{"event":"New","n":${n}}`));
    await Promise.all(bodies.map((body) => postSigned(listener.url, body)));
    expect(await listener.finished).toMatchObject({ code: 0 });
    expect(fixturesIn(path.join(cwd, 'fixtures'))).toHaveLength(20);
  });

  it('reports once that it cannot write, and keeps responding', async () => {
    const cwd = temporaryDirectory();
    mkdirSync(path.join(cwd, 'fixtures'));
    writeFileSync(path.join(cwd, 'fixtures', 'PostSignIn'), 'a file');
    const listener = await startListener(['--record', 'fixtures'], { cwd });
    for (const n of [1, 2, 3]) {
      const body = Buffer.from(`{"event":"PostSignIn","n":${n}}`);
      expect((await postSigned(listener.url, body)).status).toBe(200);
    }
    const output = await interrupt(listener);
    expect(
      output.match(/^not saved E(NOTDIR|EXIST).*deliveries are still accepted\.$/gm),
    ).toHaveLength(1);
  });
});

describe('--redact', () => {
  it('leaves no personal data in any file, and gives each person one pseudonym', async () => {
    const cwd = temporaryDirectory();
    const listener = await startListener(['--record', 'fixtures', '--redact'], { cwd });
    // Descriptions of scopes belong to no user, so they stay, even with a name in them.
    const bodies = eventDeliveries
      .filter(({ event }) => !event.startsWith('OrganizationScope.'))
      .map(({ body }) => withPrivateAddresses(body));
    for (const body of bodies) await postSigned(listener.url, Buffer.from(body));
    await interrupt(listener);
    const directory = path.join(cwd, 'fixtures');
    const all = fixturesIn(directory).map((file) =>
      readFileSync(path.join(directory, file), 'utf8'),
    );
    const secrets = bodies
      .flatMap((body) => personalValues(JSON.parse(body)))
      .filter((secret) => secret.length > 8);
    expect(secrets.length).toBeGreaterThan(100);
    expect(secrets.filter((secret) => all.join('\n').includes(secret))).toEqual([]);

    // The same user in another run and another event.
    const again = await startListener(['--record', 'later', '--redact'], { cwd });
    const reset = eventDeliveries.find(
      ({ name }) => name === 'PostResetPassword/interaction-forgotpassword',
    );
    await postSigned(again.url, Buffer.from(reset?.body ?? ''));
    await interrupt(again);
    const later = JSON.parse(
      readFileSync(path.join(cwd, 'later/PostResetPassword/demo-app.json'), 'utf8'),
    );
    const created = JSON.parse(
      readFileSync(path.join(directory, 'User.Data.Updated/reset-password-demo-app.json'), 'utf8'),
    );
    expect(later.user.id).toBe(created.data.id);
    expect(later.user.primaryEmail).toBe(created.data.primaryEmail);
    const key = path.join(cwd, '.logto-hooks/redaction-key');
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(readFileSync(key, 'utf8')).toMatch(/^[\da-f]{64}\n$/);
  });

  it('lists the replaced fields, but not their values, on standard error', async () => {
    const cwd = temporaryDirectory();
    const child = startCli(
      ['listen', '--port', '0', '--signing-key', signingKey, '--record', 'fx', '--redact'],
      { cwd },
    );
    let output = '';
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    await eventually(() => expect(output).toContain('Ctrl+C'));
    const [, url = ''] = /Listening\s+(\S+)/.exec(output) ?? [];
    const body = Buffer.from(
      '{"event":"PostSignIn","userId":"u3k9f2xq7b1m","user":{"primaryEmail":"ada@corp.test","customData":{"ada@corp.test":"x"}}}',
    );
    await post(url, body, { 'logto-signature-sha-256': sign(body, signingKey) });
    await eventually(() => expect(output).toContain('saved fx'));
    await eventually(() => expect(output).toMatch(/ id +userId/));
    expect(output).toMatch(/^saved fx\/PostSignIn\/recorded\.json \(4 values replaced\)$/m);
    expect(output).toMatch(
      /^ {2}email +user\.primaryEmail, user\.customData\["[\w.]+@example\.com"\]$/m,
    );
    expect(output).not.toMatch(/corp|u3k9/);
  });

  it('needs --record', async () => {
    const { code, stderr } = await runCli(['listen', '--redact', '--signing-key', 'k']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error: --redact needs --record. For example: --record fixtures.\n',
    });
  });
});
