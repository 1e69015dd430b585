import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sign } from '../../src/core/logto/signature.ts';
import { parseLines, type RunOptions, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { exportedHistory } from '../helpers/history.ts';
import { signingKey, startListener } from '../helpers/listener.ts';
import { postSigned } from '../helpers/post.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { exchangeBytes, startWireServer } from '../helpers/wire.ts';

const payload = Buffer.from(
  ' {"event":"PostSignIn","user":{"name":"Zoë\\u0041"},"n":9007199254740993}\n',
);

/** Sends bodies to a listener in order, and returns its directory and the ids. */
async function received(
  bodies: readonly Buffer[],
  args: readonly string[] = [],
): Promise<{ cwd: string; ids: string[]; signatures: string[] }> {
  const cwd = temporaryDirectory();
  const { url } = await startListener(args, { cwd });
  const signatures: string[] = [];
  for (const body of bodies) signatures.push((await postSigned(url, body)).sentSignature);
  const ids = (await exportedHistory(cwd)).map(({ id }) => String(id));
  return { cwd, ids, signatures };
}

const event = (name: string, n = 0) => Buffer.from(JSON.stringify({ event: name, n }));

async function replay(args: readonly string[], options: RunOptions) {
  const finished = await runCli(['replay', ...args], options);
  return { ...finished, lines: args.includes('--json') ? parseLines(finished.stdout) : [] };
}

describe('a replay', () => {
  it('sends the same bytes: headers in order, signature, a compressed body', async () => {
    const cwd = temporaryDirectory();
    const { url } = await startListener([], { cwd });
    const body = gzipSync(payload);
    const head = [
      'POST /ignored HTTP/1.1',
      'Host: example.com',
      'X-First: 1',
      'logto-signature-sha-256: 00ff',
      'x-Repeated: a',
      'X-repeated: b',
      'content-encoding: gzip',
      'Content-Type: application/json',
      'connection: close',
      `content-length: ${body.length}`,
    ];
    await exchangeBytes(url, Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]));
    const app = await startWireServer();
    const [forged] = await exportedHistory(cwd);
    const args = [String(forged?.id), '--to', `${app.url}/hook`];
    const { code, stdout } = await replay(args, { cwd });
    expect(stdout).toMatch(/^✓ 200 PostSignIn/);
    expect(code).toBe(0);
    expect(app.requests).toEqual([
      {
        requestLine: 'POST /hook HTTP/1.1',
        headerLines: [
          `host: ${new URL(app.url).host}`,
          'connection: keep-alive',
          ...head.slice(2, 8),
          `content-length: ${body.length}`,
        ],
        body,
      },
    ]);
  });

  it('replaces headers of the same name with those of -H, and stores none of them', async () => {
    const app = await startReceiver();
    const { cwd } = await received([payload]);
    const headers = ['-H', 'authorization: Bearer hunter2', '-H', 'User-Agent: mine'];
    const { code } = await replay(['--last', '--to', app.url, '--diff', app.url, ...headers], {
      cwd,
    });
    expect(code).toBe(0);
    expect(app.requests).toHaveLength(2);
    for (const request of app.requests) {
      expect(request.headers).toMatchObject({
        authorization: 'Bearer hunter2',
        'user-agent': 'mine',
      });
    }
    expect(JSON.stringify(await exportedHistory(cwd))).not.toContain('hunter2');
  });

  it('goes to the URL of the forward, and is added to the history of its delivery', async () => {
    let status = 500;
    const app = await startReceiver((_, response) => response.writeHead(status).end('said'));
    const { cwd, ids } = await received([payload], ['-f', `${app.url}/hook`]);
    status = 204;
    const { code, lines } = await replay([ids[0]?.slice(0, 7) ?? '', '--json'], { cwd });
    expect(code).toBe(0);
    expect(lines).toMatchObject([
      { type: 'attempt', delivery: ids[0], event: 'PostSignIn', status: 204, ok: true, attempt: 1 },
      { type: 'summary', sent: 1, ok: 1, failed: 0 },
    ]);
    expect(app.requests.map(({ path: to }) => to)).toEqual(['/hook', '/hook']);
    expect(app.requests[1]?.body.equals(payload)).toBe(true);
    expect(await exportedHistory(cwd)).toMatchObject([
      {
        responded: 500,
        attempts: [
          { kind: 'forward', status: 500 },
          { kind: 'replay', status: 204, signing: 'original' },
        ],
      },
    ]);
    expect((await runCli(['history'], { cwd })).stdout).toMatch(/^✓ 204 .* replayed\n$/);
  });

  it('exits with 1 if a response is not 2xx', async () => {
    const { cwd, ids } = await received([payload]);
    const refused = await startReceiver((_, response) => response.writeHead(422).end('no'));
    expect((await replay(['--last', '--to', refused.url], { cwd })).code).toBe(1);
    const { code, lines } = await replay([...ids, '--to', '127.0.0.1:1', '--json'], { cwd });
    expect(code).toBe(1);
    expect(lines[0]).toMatchObject({ status: null, error: { code: 'ECONNREFUSED' } });
    expect((await exportedHistory(cwd))[0]).toMatchObject({
      attempts: [
        { status: 422 },
        { status: null, error: { code: 'ECONNREFUSED' }, response: null },
      ],
    });
  });
});

describe('replay', () => {
  it('sends deliveries in the order they were received, the oldest first', async () => {
    const app = await startReceiver();
    const { cwd, ids } = await received([0, 1, 2, 3].map((n) => event('PostSignIn', n)));
    const bodies = (from: number) =>
      app.requests.slice(from).map(({ body }) => JSON.parse(body.toString()).n);
    await replay(['--last', '3', '--to', app.url], { cwd });
    expect(bodies(0)).toEqual([1, 2, 3]);
    await replay([ids[3] ?? '', ids[0] ?? '', ids[3] ?? '', '--to', app.url], { cwd });
    expect(bodies(3)).toEqual([0, 3]);
  });

  it('sends failed deliveries until they succeed', async () => {
    const broken = new Set(['User.Created', 'User.Deleted']);
    const app = await startReceiver(({ body }, response) =>
      response.writeHead(broken.has(JSON.parse(body.toString()).event) ? 500 : 200).end(),
    );
    const { cwd } = await received(
      ['User.Created', 'PostSignIn', 'User.Deleted'].map((name) => event(name)),
      ['-f', app.url],
    );
    broken.delete('User.Created');
    const first = await replay(['--failed', '--json'], { cwd });
    expect(first.code).toBe(1);
    expect(first.lines.map((line) => line.event)).toEqual([
      'User.Created',
      'User.Deleted',
      undefined,
    ]);
    broken.clear();
    const second = await replay(['--failed', '--json'], { cwd });
    expect(second.lines.map((line) => line.event)).toEqual(['User.Deleted', undefined]);
    expect(await replay(['--failed'], { cwd })).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'There is nothing to replay.\n',
    });
  });

  it('leaves out deliveries that were rejected for their signatures, unless one is named', async () => {
    let status = 500;
    const app = await startReceiver((_, response) => response.writeHead(status).end());
    const cwd = temporaryDirectory();
    const { url } = await startListener(['-f', app.url], { cwd });
    const post = (name: string, headers: Record<string, string>) =>
      fetch(url, { method: 'POST', body: event(name), headers });
    const nothing = 'There is nothing to replay: 1 delivery was rejected for its signature';
    await post('User.Created', { 'logto-signature-sha-256': '00ff' });
    for (const filter of ['--failed', '--last']) {
      const run = await replay([filter, '--json'], { cwd });
      expect([run.code, run.stdout, run.stderr]).toEqual([
        0,
        '',
        `${nothing} and never forwarded.\n`,
      ]);
    }
    await postSigned(url, event('PostSignIn'));
    await post('User.Deleted', { 'logto-signature-sha-256': '00ff' });
    status = 204;
    const last = await replay(['--last', '--to', app.url], { cwd });
    expect([last.code, last.stderr]).toEqual([
      0,
      'Skipped 1 delivery with an invalid signature; name its ID to replay it.\n',
    ]);
    expect(last.stdout).toMatch(/^✓ 204 PostSignIn/);
    await post('User.Deleted', {});
    const { lines, stderr } = await replay(['--since', '1h', '--json'], { cwd });
    expect(lines.map((line) => line.event)).toEqual(['PostSignIn', undefined]);
    expect(stderr).toBe(
      'Skipped 3 deliveries with an invalid or missing signature; name an ID to replay one.\n',
    );
    const forged = (await exportedHistory(cwd)).at(-1);
    await replay([String(forged?.id), '--to', app.url], { cwd });
    expect(app.requests.map(({ body }) => JSON.parse(body.toString()).event)).toEqual([
      ...['PostSignIn', 'PostSignIn', 'PostSignIn', 'User.Deleted'],
    ]);
  });

  it('selects by event, including deliveries that listen skipped', async () => {
    const app = await startReceiver();
    const { cwd } = await received(
      [event('User.Created'), event('PostSignIn')],
      ['-e', 'PostSignIn'],
    );
    const events = () => app.requests.map(({ body }) => JSON.parse(body.toString()).event);
    await replay(['--since', '1h', '--to', app.url], { cwd });
    expect(events()).toEqual(['PostSignIn']);
    await replay(['-e', 'User.*', '--to', app.url], { cwd });
    expect(events()).toEqual(['PostSignIn', 'User.Created']);
  });

  it('rejects an ambiguous selection in one line before anything is sent', async () => {
    const app = await startReceiver();
    const { cwd, ids } = await received([payload]);
    const refusals: [string[], RegExp][] = [
      [[], /^error: No delivery given\./],
      [['zzzzzzzz', '--to', app.url], /^error: Unknown delivery 'zzzzzzzz'/],
      [[...ids, '--last', '--to', app.url], /^error: IDs and filters cannot be combined/],
      [['--last'], /^error: The delivery \w{8} was never forwarded. Pass a target/],
      [
        ['--last', '--to', app.url, '--signing-key', 'k'],
        /^error: --signing-key needs --resign or --edit/,
      ],
    ];
    for (const [args, message] of refusals) {
      const { code, stdout, stderr } = await replay(args, { cwd });
      expect([args, code, stdout, stderr.split('\n').length]).toEqual([args, 2, '', 2]);
      expect(stderr).toMatch(message);
    }
    expect(app.requests).toEqual([]);
  });
});

it('replay --resign replaces the signature with one of the current key', async () => {
  const { cwd, signatures } = await received([payload]);
  const app = await startWireServer();
  await replay(['--last', '--to', app.url], { cwd });
  await replay(['--last', '--to', app.url, '--resign', '--signing-key', 'another'], { cwd });
  const [original, resigned] = app.requests;
  expect(resigned?.body.equals(payload)).toBe(true);
  expect(resigned?.headerLines).toEqual(
    original?.headerLines.map((line) =>
      line.replace(signatures[0] ?? '?', sign(payload, 'another')),
    ),
  );
  expect(original?.headerLines.join()).toContain(signatures[0]);
});

describe('replay --edit', () => {
  /** Returns the environment of an editor that runs a sed script; its path has a space. */
  function editorThat(script: string): Record<string, string> {
    const editor = path.join(temporaryDirectory(), 'editor.sh');
    writeFileSync(editor, `#!/bin/sh\nexec sed -i "${script}" "$2"\n`);
    chmodSync(editor, 0o755);
    return { EDITOR: `${editor} --wait`, LOGTO_WEBHOOK_SIGNING_KEY: signingKey };
  }

  it('sends the edited body compact and re-signed, and changes nothing else', async () => {
    const { cwd } = await received([payload]);
    const app = await startReceiver();
    const env = editorThat('s/Zoë/Grace/');
    expect((await replay(['--last', '--edit', '--to', app.url], { cwd, env })).code).toBe(0);
    const expected = '{"event":"PostSignIn","user":{"name":"Grace\\u0041"},"n":9007199254740993}';
    expect(app.requests[0]?.body.toString()).toBe(expected);
    expect(app.requests[0]?.headers).toMatchObject({
      'logto-signature-sha-256': sign(expected, signingKey),
      'content-length': String(expected.length),
    });
    expect((await exportedHistory(cwd))[0]).toMatchObject({
      body: payload.toString(),
      attempts: [{ kind: 'replay', signing: 'edited', sent: expected }],
    });
  });

  it('signs with the key that verifies the original, of several', async () => {
    const { cwd } = await received([payload]);
    const app = await startReceiver();
    const env = {
      ...editorThat('s/Zoë/Grace/'),
      LOGTO_WEBHOOK_SIGNING_KEY: `another,${signingKey}`,
    };
    await replay(['--last', '--edit', '--to', app.url], { cwd, env });
    const [request] = app.requests;
    expect(request?.headers['logto-signature-sha-256']).toBe(
      sign(String(request?.body), signingKey),
    );
  });

  it('sends nothing if nothing was changed, the text is not JSON, or the editor fails', async () => {
    const { cwd } = await received([payload, payload]);
    const app = await startReceiver();
    const args = ['--last', '--edit', '--to', app.url];
    expect(await replay(args, { cwd, env: editorThat('') })).toMatchObject({
      code: 0,
      stderr: 'Nothing was changed, so nothing was sent.\n',
    });
    expect(await replay(args, { cwd, env: editorThat('s/}//') })).toMatchObject({
      code: 2,
      stderr: 'error: The edited payload is not JSON. Nothing was sent.\n',
    });
    const failing = await replay(args, { cwd, env: { VISUAL: 'false', EDITOR: 'true' } });
    expect(failing.code).toBe(2);
    expect(failing.stderr).toContain("The editor 'false' ended with 1; nothing was sent.");
    const alone = await replay(args, { cwd, env: { VISUAL: '', EDITOR: '' } });
    expect(alone).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error: No terminal to edit in\. Set VISUAL or EDITOR/),
    });
    const two = await replay(['--last', '2', '--edit', '--to', app.url], { cwd });
    expect(two.stderr).toContain('--edit takes one delivery, not 2.');
    expect(app.requests).toEqual([]);
  });
});

describe('replay --diff', () => {
  const answering = (status: number, body: string) =>
    startReceiver((_, response) => response.writeHead(status).end(body));

  it('finds equal JSON responses equal, however they are formatted', async () => {
    const { cwd } = await received([payload]);
    const one = await answering(200, '{"ok":true,"list":[1,{"a":1,"b":2}]}');
    const other = await answering(200, '{ "list": [1, {"b": 2, "a": 1}], "ok": true }');
    const { code, stdout } = await replay(['--last', '--to', one.url, '--diff', other.url], {
      cwd,
    });
    expect(stdout).toMatch(/^= \w{8} PostSignIn {2}200 \| 200 · [\d.]+ ms \| [\d.]+ ms\n/);
    expect(code).toBe(0);
    expect([one, other].map(({ requests }) => requests[0]?.body.equals(payload))).toEqual([
      true,
      true,
    ]);
    expect((await exportedHistory(cwd))[0]).toMatchObject({
      attempts: [{ status: 200 }, { status: 200 }],
    });
  });

  it('shows the differences and exits with 1', async () => {
    const { cwd } = await received([payload]);
    const one = await answering(200, '{"ok":true,"n":1}');
    const other = await answering(201, '{"n":1,"ok":false}');
    const args = ['--last', '--to', one.url, '--diff', other.url];
    const { code, stdout } = await replay(args, { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^≠ \w{8} PostSignIn {2}200 \| 201 · bodies differ/);
    expect(stdout).toContain('  -   "ok": true\n  +   "ok": false\n');
    const { lines } = await replay([...args, '--json'], { cwd });
    expect(lines).toMatchObject([
      { type: 'attempt', to: `${one.url}/` },
      { type: 'attempt', to: `${other.url}/` },
      {
        type: 'comparison',
        sameStatus: false,
        sameBody: false,
        outcomes: ['200', '201'],
        diff: ['-   "ok": true', '+   "ok": false'],
      },
      { type: 'summary', sent: 2 },
    ]);
  });
});
