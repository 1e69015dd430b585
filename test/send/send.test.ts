import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifySignature } from '../../src/core/logto/signature.ts';
import { eventsOfVersion } from '../../src/core/logto/versions.ts';
import { parseLines, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { signingKey, startListener } from '../helpers/listener.ts';
import { pseudoTerminals, startTerminal } from '../helpers/pty.ts';
import { type ReceivedRequest, startReceiver } from '../helpers/receiver.ts';
import { startWireServer } from '../helpers/wire.ts';

const fixtures = path.resolve(import.meta.dirname, '../../fixtures');
const key = ['--signing-key', signingKey];
const hasCurl = spawnSync('curl', ['--version']).status === 0;

function fixtureOf(name: string) {
  return JSON.parse(readFileSync(path.join(fixtures, `${name}.json`), 'utf8'));
}

function payloadOf(request: ReceivedRequest | undefined) {
  return JSON.parse(request?.body.toString() ?? '');
}

function isSigned({ body, headers }: ReceivedRequest): boolean {
  return verifySignature(body, headers['logto-signature-sha-256'], signingKey);
}

describe('send', () => {
  it("delivers the fixture's compact JSON with Logto's headers in Logto's order with --frozen", async () => {
    const server = await startWireServer();
    const { code } = await runCli(['send', 'PostSignIn', '--frozen', '--to', server.url, ...key]);
    expect(code).toBe(0);
    const [request] = server.requests;
    const body = JSON.stringify(fixtureOf('PostSignIn/sign-in'));
    expect(request?.body.toString()).toBe(body);
    expect(request?.headerLines).toEqual([
      `host: ${new URL(server.url).host}`,
      'connection: keep-alive',
      expect.stringMatching(/^logto-signature-sha-256: [\da-f]{64}$/),
      'user-agent: Logto (https://logto.io/)',
      'content-type: application/json',
      'accept: */*',
      'accept-language: *',
      'sec-fetch-mode: cors',
      'accept-encoding: gzip, deflate',
      `content-length: ${Buffer.byteLength(body)}`,
    ]);
  });

  it('renews createdAt and nothing else', async () => {
    const app = await startReceiver();
    const before = Date.now();
    await runCli(['send', 'User.Created', '--to', app.url, ...key]);
    const { createdAt, ...payload } = payloadOf(app.requests[0]);
    const { createdAt: _, ...original } = fixtureOf('User.Created/management-api');
    expect(payload).toEqual(original);
    expect(Object.keys(payloadOf(app.requests[0]))).toEqual(
      Object.keys(fixtureOf('User.Created/management-api')),
    );
    expect(Date.parse(createdAt)).toBeGreaterThanOrEqual(before);
    expect(createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('delivers every event in order, and listen verifies each', async () => {
    const listener = await startListener(['--exit-after', '29']);
    const { code, stdout } = await runCli([
      'send',
      '--all',
      '--json',
      '--to',
      listener.url,
      ...key,
    ]);
    expect(code).toBe(0);
    expect(parseLines(stdout).at(-1)).toMatchObject({
      type: 'summary',
      sent: 29,
      ok: 29,
      failed: 0,
    });
    for (const event of eventsOfVersion()) {
      expect(await listener.next()).toMatchObject({
        event,
        signature: 'valid',
        known: true,
        drift: [],
      });
    }
    expect(await listener.finished).toMatchObject({ code: 0 });
  });

  it('delivers the events and fields of the version in --logto', async () => {
    const app = await startReceiver();
    const all = await runCli(['send', '--all', '--logto', '1.36', '--to', app.url, ...key]);
    expect(all.code).toBe(0);
    const payloads = app.requests.map(payloadOf);
    expect(payloads.map(({ event }) => event)).toEqual(eventsOfVersion('1.36'));
    expect(JSON.stringify(payloads)).not.toMatch(/cimdClientId|addedUserIds|isTrustedDevice/);
    expect(app.requests.every(isSigned)).toBe(true);
  });

  it('delivers the fields of the version in LOGTO_VERSION', async () => {
    const app = await startReceiver();
    const args = ['send', 'User.Created', '--to', app.url, ...key];
    await runCli(args, { env: { LOGTO_VERSION: '1.42' } });
    await runCli(args);
    const [older, newest] = app.requests.map((request) => Object(payloadOf(request).data));
    expect(older).not.toHaveProperty('cimdClientId');
    expect(newest).toHaveProperty('cimdClientId');
  });

  it.each([
    [
      ['TrustedDevice.Created'],
      '1.42',
      /Logto 1\.42 has no TrustedDevice\.Created\. Use --logto 1\.43/,
    ],
    [['User.Created', '--variant', 'register-cimd'], '1.42', /no variant 'register-cimd'/],
    [['--all'], '1', /'1' is not a Logto version/],
  ])('refuses %j with --logto %s', async (args, version, message) => {
    const { code, stderr } = await runCli(['send', ...args, '--logto', version, ...key]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('retries a 5xx as the version in --logto does, unless --retries says otherwise', async () => {
    const app = await startReceiver((_, response) => void response.writeHead(500).end());
    const send = async (...flags: string[]) => {
      const before = app.requests.length;
      await runCli(['send', 'PostSignIn', '--to', app.url, ...flags, ...key]);
      return app.requests.length - before;
    };
    expect(await send()).toBe(1);
    expect(await send('--logto', '1.42')).toBe(1);
    expect(await send('--logto', '1.43')).toBe(4);
    expect(await send('--logto', '1.43', '--retries', '0')).toBe(1);
  });

  it('delivers dev-feature events that are named', async () => {
    const app = await startReceiver();
    await runCli(['send', 'TrustedDevice.*', '--to', app.url, ...key]);
    expect(app.requests.map((request) => payloadOf(request).event)).toEqual([
      ...['TrustedDevice.Created', 'TrustedDevice.Deleted'],
    ]);
  });

  it('delivers the events of a scenario in order', async () => {
    const app = await startReceiver();
    await runCli(['send', '--scenario', 'password-reset', '--to', app.url, ...key]);
    expect(app.requests.map((request) => payloadOf(request).event)).toEqual([
      'User.Data.Updated',
      'PostResetPassword',
    ]);
  });

  it('delivers --raw byte for byte from standard input', async () => {
    const app = await startReceiver();
    const bytes = Buffer.from([0x00, 0xff, 0x7b, 0x0a]);
    await runCli(['send', '--raw', '-', '--to', app.url, ...key], { input: bytes });
    expect(app.requests[0]?.body.equals(bytes)).toBe(true);
    expect(app.requests.every(isSigned)).toBe(true);
  });

  it('delivers --data as compact JSON', async () => {
    const app = await startReceiver();
    const cwd = temporaryDirectory();
    writeFileSync(
      path.join(cwd, 'payload.json'),
      '{ "event": "PostSignIn",\n "createdAt": "then" }\n',
    );
    await runCli(['send', '--data', 'payload.json', '--to', app.url, ...key], { cwd });
    expect(app.requests[0]?.body.toString()).toBe('{"event":"PostSignIn","createdAt":"then"}');
  });

  it('keeps every digit of --data, and writes strings as Logto does', async () => {
    const app = await startReceiver();
    const input = '\ufeff{"event":"X", "id": 12345678901234567890, "url":"https:\\/\\/\\u00e9"}';
    await runCli(['send', '--data', '-', '--to', app.url, ...key], { input });
    expect(app.requests[0]?.body.toString()).toBe(
      '{"event":"X","id":12345678901234567890,"url":"https://é"}',
    );
  });

  it('prefers recorded fixtures to built-in ones', async () => {
    const app = await startReceiver();
    const cwd = temporaryDirectory();
    mkdirSync(path.join(cwd, 'mine/PostSignIn'), { recursive: true });
    writeFileSync(
      path.join(cwd, 'mine/PostSignIn/sign-in.json'),
      '{"event":"PostSignIn","mine":1}',
    );
    await runCli(['send', 'PostSignIn', '--fixtures', 'mine', '--to', app.url, ...key], { cwd });
    expect(payloadOf(app.requests[0])).toEqual({ event: 'PostSignIn', mine: 1 });
  });

  it('retries the same bytes after a 5xx with --retries, and stops after any other status', async () => {
    let responses = 0;
    const app = await startReceiver((_, response) =>
      response.writeHead([500, 503, 404][responses++] ?? 200).end(),
    );
    const { code, stdout } = await runCli([
      'send',
      'PostSignIn',
      '--retries',
      '3',
      '--json',
      '--to',
      app.url,
      ...key,
    ]);
    expect(code).toBe(1);
    const attempts = parseLines(stdout).slice(0, -1);
    expect(attempts.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 500],
      [2, 503],
      [3, 404],
    ]);
    expect(new Set(app.requests.map(({ body }) => body.toString())).size).toBe(1);
  });
});

describe('send --set and --unset', () => {
  it('change the payload before it is signed', async () => {
    const app = await startReceiver();
    const edits = [
      ...['--set', 'user.name=Grace Hopper', '--set', 'user.lastSignInAt=null'],
      ...['--set', 'user.customData.plan={"tier":2}', '--unset', 'application'],
      ...['--set', 'user["primaryEmail"]=grace@example.com', '--set', 'user.username="42"'],
    ];
    const { code } = await runCli(['send', 'PostSignIn', ...edits, '--to', app.url, ...key]);
    expect(code).toBe(0);
    const payload = payloadOf(app.requests[0]);
    expect(payload.user).toMatchObject({
      name: 'Grace Hopper',
      lastSignInAt: null,
      customData: { plan: { tier: 2 } },
      primaryEmail: 'grace@example.com',
      username: '42',
    });
    expect(payload).not.toHaveProperty('application');
    expect(app.requests.every(isSigned)).toBe(true);
  });

  it('refuse a path that the event does not have, unless forced', async () => {
    const app = await startReceiver();
    const args = ['send', 'PostSignIn', '--set', 'user.emial=x', '--to', app.url, ...key];
    const { code, stderr } = await runCli(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: PostSignIn has no 'user\.emial'\..*\n$/);
    expect(app.requests).toHaveLength(0);
    expect((await runCli([...args, '--force'])).code).toBe(0);
    expect(payloadOf(app.requests[0]).user.emial).toBe('x');
  });

  it('accept paths that only some payloads of the event have', async () => {
    const app = await startReceiver();
    const args = ['send', 'PostSignIn', '--variant', 'demo-app', '--set', 'application.name=Shop'];
    expect((await runCli([...args, '--to', app.url, ...key])).code).toBe(0);
    expect(payloadOf(app.requests[0]).application).toEqual({ name: 'Shop' });
  });
});

describe('send --set', () => {
  /** Returns the body that `send --dry-run` prints, and what it prints on standard error. */
  async function preview(args: readonly string[], input?: string) {
    const { code, stdout, stderr } = await runCli(['send', ...args, '--dry-run', ...key], {
      ...(input !== undefined && { input }),
    });
    return { code, body: stdout.trimEnd().split('\n').at(-1) ?? '', stderr };
  }

  it('takes the type that the schema has at the path, and JSON after :=', async () => {
    const settings = [
      ...['user.primaryPhone=15551234567', 'user.name=null', 'user.username=true'],
      ...['user.avatar="7"', 'user.lastSignInAt=17', 'user.customData.n=1'],
      ...['user.customData.text=one', 'user.customData.level:=3', 'user.profile.nickname:="a=b"'],
    ];
    const { body, stderr } = await preview([
      'PostSignIn',
      ...settings.flatMap((one) => ['--set', one]),
    ]);
    expect(JSON.parse(body).user).toMatchObject({
      ...{ primaryPhone: '15551234567', name: null, username: 'true', avatar: '7' },
      ...{ lastSignInAt: 17, profile: { nickname: 'a=b' } },
      customData: { n: 1, text: 'one', level: 3 },
    });
    expect(stderr).toBe('');
  });

  it('warns about values that do not fit the schema, and sends them', async () => {
    const edits = ['--set', 'user.isSuspended=maybe', '--set', 'user.name:=3', '--unset', 'userId'];
    const { code, body, stderr } = await preview(['PostSignIn', ...edits]);
    expect([code, JSON.parse(body).user.isSuspended]).toEqual([0, 'maybe']);
    expect(stderr.trimEnd().split('\n').sort()).toEqual([
      '! \'user.isSuspended\' has the wrong type: expected boolean, got string "maybe".',
      "! 'user.name' has the wrong type: expected string or null, got number 3.",
      "! PostSignIn always has 'userId' (string).",
    ]);
  });

  it('keeps large numbers, duplicate keys and the order of keys in --data', async () => {
    const input =
      '{"event":"User.Created","id":12345678901234567890,"a":1,"a":2,"data":{"9":1.0,"1":2,"name":"x"}}';
    const edits = ['--set', 'data.name=y', '--set', 'data.customData.big:=98765432109876543210'];
    const { body } = await preview(['--data', '-', ...edits], input);
    expect(body).toBe(
      '{"event":"User.Created","id":12345678901234567890,"a":1,"a":2,"data":{"9":1.0,"1":2,"name":"y","customData":{"big":98765432109876543210}}}',
    );
  });

  it.each([
    ['User.Created', 'user.name=x', 'data.name'],
    ['User.Created', 'name=x', 'data.name'],
    ['User.Created', 'data.nmae=x', 'data.name'],
    ['User.Created', 'user.customData.plan=x', 'data.customData.plan'],
    ['PostSignIn', 'data.name=x', 'user.name'],
    ['PostSignIn', 'primaryEmial=x', 'user.primaryEmail'],
  ])('suggests the path that %s has for %s', async (event, setting, path) => {
    const { code, stderr } = await preview([event, '--set', setting]);
    expect(code).toBe(2);
    expect(stderr).toContain(`Did you mean ${path}? Add --force to set it anyway.`);
  });
});

describe('send without --to', () => {
  it('delivers to the listener of the project, and to no other server on its port', async () => {
    const cwd = temporaryDirectory();
    const listener = await startListener([], { cwd });
    expect(await runCli(['send', 'PostSignIn', ...key], { cwd })).toMatchObject({
      code: 0,
      stderr: `→ ${listener.url}/\n`,
    });
    expect(await listener.next()).toMatchObject({ event: 'PostSignIn', signature: 'valid' });

    listener.child.kill('SIGKILL');
    await listener.finished;
    const app = await startReceiver();
    const file = path.join(cwd, '.logto-hooks/listener.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(listener.url, app.url));
    const { stdout } = await runCli(['send', 'PostSignIn', '--dry-run', ...key], { cwd });
    expect(stdout).toContain('host: 127.0.0.1:3333');
    expect(app.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('leaves no address behind when the listener exits', async () => {
    const cwd = temporaryDirectory();
    const listener = await startListener(['--exit-after', '1'], { cwd });
    await runCli(['send', 'PostSignIn', ...key], { cwd });
    expect(await listener.finished).toMatchObject({ code: 0 });
    expect(existsSync(path.join(cwd, '.logto-hooks/listener.json'))).toBe(false);
  });

  it('ignores an address that does not lead to this machine', async () => {
    const cwd = temporaryDirectory();
    mkdirSync(path.join(cwd, '.logto-hooks'));
    const file = path.join(cwd, '.logto-hooks/listener.json');
    writeFileSync(file, '{"url":"http://192.0.2.1:3333","id":"x"}');
    const { stdout } = await runCli(['send', 'PostSignIn', '--dry-run', ...key], { cwd });
    expect(stdout).toContain('host: 127.0.0.1:3333');
  });
});

describe('the exit code of send', () => {
  it.each(['--tamper', '--unsigned'])('is 1 with %s, and 0 if that is expected', async (flag) => {
    const { url } = await startListener();
    const args = ['send', '--all', flag, '--to', url, ...key];
    expect((await runCli(args)).code).toBe(1);
    expect((await runCli([...args, '--expect', '401'])).code).toBe(0);
    expect((await runCli([...args, '--expect', '4xx'])).code).toBe(0);
  });

  it('is 1 if nothing listens, and stderr lists the addresses tried', async () => {
    const { code, stderr } = await runCli(['send', 'PostSignIn', '--to', 'localhost:1', ...key]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Nothing listens at localhost:1 \(tried .*IPv4 127\.0\.0\.1.*\)/);
  });

  it.each([
    [['send'], /No event given/],
    [['send', 'User.Creatd'], /Did you mean User\.Created\?/],
    [['send', 'PostSignIn', '--all'], /events and --all cannot be combined/],
    [['send', 'PostSignIn', '--variant', 'demo'], /has no variant 'demo'/],
    [['send', '--scenario', 'signup'], /Unknown scenario 'signup'\. Did you mean sign-up\?$/m],
    [['send', '--scenario', 'xyz'], /Unknown scenario 'xyz'\. Use one of: sign-up,/],
    [['send', 'PostSignIn', '--set', 'user.name:=Ada'], /'Ada' is not JSON\. Use user\.name=…/],
    [['send', 'PostSignIn', '--to', 'ftp://x'], /'ftp:\/\/x' starts with ftp\. Use http or https/],
    [['send', 'PostSignIn', '--to', '99999'], /'99999' is not a port \(1 to 65535\)\.$/m],
    [['send', 'PostSignIn', '--fixtures', 'nope'], /nope does not exist\. Use a directory/],
    [
      ['send', 'payload.json'],
      /'payload\.json' is not an event\. Send a file with --data payload\.json/,
    ],
    [['send', 'PostSignIn', '--timeout', '10'], /Write a number with its unit/],
    [
      ['send', 'PostSignIn', '--header', 'x'],
      /--header <name:value>: A header has no name or no colon/,
    ],
    [['send', 'PostSignIn', '--expect', '20'], /'20' is not a status/],
    [['send', '--data', 'missing.json'], /missing\.json does not exist\./],
    [['send', '--data', '-'], /--data is not JSON/],
    [['send', 'PostSignIn', '--to', '1', '--signing-key', ''], /--signing-key is empty/],
  ])('is 2 with one line for %j', async (args, message) => {
    const { code, stdout, stderr } = await runCli(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('send', () => {
  it("shows the app's response to a failed delivery", async () => {
    const app = await startReceiver((_, response) =>
      response.writeHead(500).end('TypeError: \u001b[31mno user'),
    );
    const { stdout, stderr } = await runCli(['send', 'PostSignIn', '--to', app.url, ...key]);
    expect(stdout).toMatch(/✗ 500 PostSignIn/);
    expect(stderr).toContain('TypeError: no user');
  });

  it('warns about a redirect that loses the event', async () => {
    const app = await startReceiver(({ path: where }, response) => {
      if (where === '/hook/') response.end();
      else response.writeHead(302, { location: '/hook/' }).end();
    });
    const { code, stderr } = await runCli([
      'send',
      'PostSignIn',
      '--to',
      `${app.url}/hook`,
      ...key,
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain(`! 302 to ${app.url}/hook/ loses the event`);
    expect(app.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  it('prints an attempt per line and a summary with --json', async () => {
    const app = await startReceiver((_, response) =>
      response.writeHead(202, { 'x-a': 'b' }).end('later'),
    );
    const { stdout } = await runCli(['send', 'PostSignIn', '--json', '--to', app.url, ...key]);
    const [attempt, summary] = parseLines(stdout);
    const [request] = app.requests;
    expect(attempt).toMatchObject({
      type: 'attempt',
      event: 'PostSignIn',
      variant: 'sign-in',
      to: `${app.url}/`,
      status: 202,
      ok: true,
      latencyMs: expect.any(Number),
      attempt: 1,
      requestBytes: request?.body.length,
      signature: request?.headers['logto-signature-sha-256'],
      response: { headers: { 'x-a': 'b' }, body: 'later' },
      error: null,
    });
    expect(summary).toMatchObject({
      type: 'summary',
      sent: 1,
      ok: 1,
      failed: 0,
      latencyMs: { p50: expect.any(Number), p99: expect.any(Number), max: expect.any(Number) },
    });
  });

  it.skipIf(!hasCurl).each([
    ['text', Buffer.from(`{"event":"it's","x":"\\u00e9 é %s \\\\"}`)],
    ['bytes that are not text', Buffer.from([0x00, 0xff, 0x27, 0x25, 0x5c])],
    ["curl's prefix for a file", Buffer.from('@/etc/passwd')],
    ['more bytes than an argument can have', Buffer.from(`{"event":"%s${'é'.repeat(150_000)}"}`)],
  ])('prints a curl command that sends the same bytes when pasted: %s', async (_, raw) => {
    const server = await startWireServer();
    const cwd = temporaryDirectory();
    writeFileSync(path.join(cwd, 'body'), raw);
    const header = ['-H', "x-it: isn't"];
    const args = ['send', '--raw', 'body', '--curl', ...header, '--to', server.url, ...key];
    const { stdout } = await runCli(args, { cwd });
    const shell = spawn('sh', { stdio: ['pipe', 'ignore', 'inherit'] });
    shell.stdin.end(stdout);
    await once(shell, 'close');
    expect(server.requests[0]?.body.equals(raw)).toBe(true);
    expect(server.requests[0]?.headerLines).toContain("x-it: isn't");
    expect(server.requests[0]?.headerLines).toContain('user-agent: Logto (https://logto.io/)');
  });

  it('prints the whole request with --dry-run and sends nothing', async () => {
    const app = await startReceiver();
    const { stdout } = await runCli([
      'send',
      'PostSignIn',
      '--dry-run',
      '--to',
      `${app.url}/x`,
      ...key,
    ]);
    expect(stdout).toMatch(
      /^POST \/x HTTP\/1\.1\nhost: 127\.0\.0\.1:\d+\nconnection: keep-alive\nlogto-signature/,
    );
    expect(stdout).toMatch(/\n\n\{"event":"PostSignIn".*\}\n$/);
    expect(app.requests).toHaveLength(0);
  });
});

describe('send under load', () => {
  it('sends --count deliveries, each with its own date and signature, with at most --concurrency at a time', async () => {
    let open = 0;
    let most = 0;
    const app = await startReceiver((_, response) => {
      most = Math.max(most, ++open);
      setImmediate(() => {
        open--;
        response.end();
      });
    });
    const args = ['send', 'PostSignIn', 'PostRegister', '--count', '200', '--concurrency', '20'];
    const { code, stdout, stderr } = await runCli([...args, '--to', app.url, ...key]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^400 sent, 400 ok, 0 failed {2}p50 [\d.]+ ms · p90 .* · p99 .* · max /);
    expect(app.requests).toHaveLength(400);
    expect(most).toBeLessThanOrEqual(20);
    expect(stderr).toBe(`→ ${app.url}/\n`); // No warning of Node.js about too many listeners.
    expect(app.requests.every(isSigned)).toBe(true);
    expect(
      new Set(app.requests.map((request) => payloadOf(request).createdAt)).size,
    ).toBeGreaterThan(1);
  });

  it('starts at most --rate deliveries per second, and prints no warning of Node.js', async () => {
    const app = await startReceiver();
    const started = performance.now();
    const load = ['--count', '21', '--concurrency', '21', '--rate', '40'];
    const { stderr } = await runCli(['send', 'PostSignIn', ...load, '--to', app.url, ...key]);
    expect(performance.now() - started).toBeGreaterThan(500);
    expect(stderr).toBe(`→ ${app.url}/\n`);
  });
});

it.skipIf(!pseudoTerminals)(
  'breaks a long word of a response and keeps its indentation',
  async () => {
    const app = await startReceiver((_, response) => response.writeHead(500).end('x'.repeat(150)));
    const terminal = startTerminal(['send', 'PostSignIn', '--to', app.url, '--signing-key', 'k']);
    expect((await terminal.exited).exitCode).toBe(1);
    const lines = terminal.written().split('\r\n');
    expect(lines.filter((line) => line.includes('xxx'))).toEqual([
      `      ${'x'.repeat(94)}`,
      expect.stringMatching(/^ {6}x+$/),
    ]);
  },
);
