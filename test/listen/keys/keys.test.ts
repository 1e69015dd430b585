import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { startCli, temporaryDirectory } from '../../helpers/cli.ts';
import { eventually } from '../../helpers/eventually.ts';
import { postSigned } from '../../helpers/post.ts';
import { keys, pseudoTerminals, startSession } from '../../helpers/pty.ts';
import { startReceiver } from '../../helpers/receiver.ts';

const noInspector = ['--no-inspect'];

function signIn(name: string): Buffer {
  return Buffer.from(`{"event":"PostSignIn","user":{"id":"u3k9f2xq","name":"${name}"},"n":1.0}`);
}

function write(file: string, text: string): string {
  writeFileSync(file, text);
  chmodSync(file, 0o700);
  return file;
}

describe.skipIf(!pseudoTerminals || process.platform === 'win32')('listen in a terminal', () => {
  it('has a footer below the output, and leaves the totals on the screen', async () => {
    const session = await startSession([...noInspector, '--output', 'compact']);
    await session.sees('0 received · none failed');
    await postSigned(session.url, signIn('Ada'));
    await eventually(() =>
      expect(session.screen().slice(-3)).toEqual([
        expect.stringContaining('Ada'),
        '1 received · none failed',
        expect.stringContaining('? help'),
      ]),
    );
    expect(session.screen().filter((line) => line.includes('received ·'))).toHaveLength(1);
    expect(session.isCursorHidden()).toBe(true);
    session.press('q');
    expect(await session.exited).toMatchObject({ exitCode: 130 });
    await eventually(() =>
      expect(session.screen().slice(-2)).toEqual([
        expect.stringContaining('Ada'),
        '1 received · none failed',
      ]),
    );
    await eventually(() => expect(session.isCursorHidden()).toBe(false));
  });

  it('selects up and down, and replays the selected delivery byte for byte', async () => {
    const app = await startReceiver();
    const session = await startSession([...noInspector, '-f', app.url]);
    for (const name of ['Ada', 'Bob', 'Cid']) await postSigned(session.url, signIn(name));
    await session.sees('3 received');
    session.press(`k${keys.up}`);
    await session.sees(/▸ 2\/3 ✓ 200 PostSignIn \w{8} .*Bob/);
    session.press('g');
    await session.sees(/▸ 1\/3 .*Ada/);
    session.press('G');
    await session.sees(/▸ 3\/3 .*Cid/);
    session.press('kkj');
    await session.sees(/▸ 2\/3/);
    session.press('r');
    await session.sees(/✓ 200 PostSignIn {2}replayed · \w{8}/);
    await session.sees(/replayed 1× \(200\)/);
    expect(app.requests).toHaveLength(4);
    expect(app.requests[3]?.body).toEqual(signIn('Bob'));
    session.press(keys.escape);
    await session.sees('3 received');
  });

  it('says why a replay failed', async () => {
    const args = ['-f', '127.0.0.1:1', '--output', 'compact'];
    const session = await startSession([...noInspector, ...args]);
    await postSigned(session.url, signIn('Ada'));
    await session.sees(/! 502 .* PostSignIn {2}Nothing listens at/);
    await session.sees('1 failed');
    session.press('r');
    await session.sees(/✗ ECONNREFUSED PostSignIn/);
  });

  it('shows the response to a replay like that to a delivery, indented and wrapped', async () => {
    const said = `${'the database is locked '.repeat(5)}`.trim();
    const app = await startReceiver((_, response) => response.writeHead(500).end(said));
    const args = ['-f', app.url, '--signing-key', 'another', ...noInspector];
    const session = await startSession(args, { columns: 52, rows: 48 });
    await postSigned(session.url, signIn('Ada'), { key: 'another' });
    await session.sees('1 failed');
    session.press('r');
    await session.sees(/✗ 500 PostSignIn {2}replayed/);
    const lines = session.screen();
    const begin = lines.findIndex((line) => line.startsWith('! 500'));
    const printed = lines.slice(
      begin,
      lines.findIndex((line) => line.startsWith('✗ 500')),
    );
    expect(printed.join('\n')).toMatch(/ · key #2 ·/);
    expect(printed.slice(1).every((line) => line.startsWith('  '))).toBe(true);
    const responses = lines.join(' ').match(/Your app responded 500: {5}the database is locked/g);
    expect(responses).toHaveLength(2);
    expect(lines.filter((line) => line.includes('database'))).toSatisfy((all: string[]) =>
      all.every((line) => line.startsWith('    the') || / {4}\w/.test(line)),
    );
    session.press('d');
    await session.sees('valid · key: --signing-key #2');
  });

  it('replays an edited body re-signed, and prints deliveries that arrived meanwhile afterwards', async () => {
    const cwd = temporaryDirectory();
    const opened = path.join(cwd, 'opened');
    const editor = write(
      path.join(cwd, 'editor.sh'),
      `#!/bin/sh\ncp "$1" '${opened}'\nread answer\nsed 's/Ada/Zoë 🦉/' '${opened}' > "$1"\n`,
    );
    const app = await startReceiver();
    const session = await startSession(['-f', app.url, ...noInspector], {
      cwd,
      env: { VISUAL: '', EDITOR: editor },
    });
    await postSigned(session.url, signIn('Ada'));
    await session.sees('1 received');
    session.press('e');
    await eventually(() => expect(readFileSync(opened, 'utf8')).toContain('"n": 1.0'));
    await eventually(() => expect(session.isCursorHidden()).toBe(false));
    await postSigned(session.url, signIn('Bob'));
    expect(session.screen().join('\n')).not.toContain('Bob');
    session.press('yes\r');
    await session.sees('edited and replayed');
    await session.sees('Bob');
    expect(app.requests[2]?.body.toString()).toBe(signIn('Zoë 🦉').toString());
    expect(app.requests[2]?.headers['logto-signature-sha-256']).not.toBe(
      app.requests[0]?.headers['logto-signature-sha-256'],
    );
    session.press('j');
    await session.sees('▸ 2/2');
  });

  it('shows details on a separate screen that scrolls and adapts to its size', async () => {
    const app = await startReceiver((_, response) => response.end('{"taken":true}'));
    const session = await startSession([...noInspector, '--output', 'compact', '-f', app.url], {
      rows: 12,
    });
    await postSigned(session.url, signIn('Ada'));
    await session.sees('1 received');
    session.press(keys.enter);
    await session.sees('Signature');
    expect(session.isAlternate()).toBe(true);
    await postSigned(session.url, signIn('Bob'));
    expect(session.screen().join('\n')).not.toContain('Bob');
    session.press('G');
    await session.sees('100%');
    await session.sees('content-length');
    session.press('g');
    await session.sees(/^✓ 200 PostSignIn/);
    session.resize(40, 60);
    await session.sees('content-length');
    await session.sees('"taken": true');
    expect(Math.max(...session.screen().map((line) => line.length))).toBeLessThanOrEqual(40);
    session.press('q');
    await session.sees('▸ 1/2');
    await session.sees('Bob');
    expect(session.isAlternate()).toBe(false);
  });

  it('searches for a sample and sends it', async () => {
    const session = await startSession(noInspector);
    session.press('s');
    await session.sees('31 found');
    session.press('user sus');
    await session.sees(/1 found/);
    session.press(keys.enter);
    await session.sees(/✓ 200 User.SuspensionStatus.Updated {2}sample sent/);
    await session.sees('1 received');
  });

  it('filters the deliveries that are printed and selected', async () => {
    const session = await startSession(noInspector);
    await postSigned(session.url, signIn('Ada'));
    session.press('fUser.*');
    await session.sees('0 match User.*');
    session.press(keys.enter);
    await postSigned(session.url, signIn('Bob'));
    await postSigned(session.url, Buffer.from('{"event":"User.Created","data":{}}'));
    await session.sees('1 match User.*');
    expect(session.screen().join('\n')).not.toContain('Bob');
    session.press('k');
    await session.sees('▸ 1/1 User.*');
    session.press(keys.escape);
    await session.sees('▸ 3/3');
  });

  it('copies a curl command through the terminal, and prints it if no program could copy it', async () => {
    const session = await startSession(noInspector, { env: { DISPLAY: '', WAYLAND_DISPLAY: '' } });
    await postSigned(session.url, signIn('Ada'));
    await session.sees('1 received');
    session.press('c');
    await session.sees('The curl command is also printed above.');
    const [, encoded = ''] = session.written().split('\u001b]52;c;');
    const [text = ''] = encoded.split('\u0007');
    const command = Buffer.from(text, 'base64').toString();
    expect(command).toContain(`--data-binary '${signIn('Ada').toString()}'`);
  });

  it('opens the inspector, or prints its address', async () => {
    const session = await startSession(['--inspect', '0'], { env: { PATH: '' } });
    session.press('o');
    await session.sees('Could not open a browser');
    await session.sees(/^http:\/\/127\.0\.0\.1:\d+\/#token=/m);
  });

  it('clears the screen and keeps the deliveries', async () => {
    const session = await startSession(noInspector);
    await postSigned(session.url, signIn('Ada'));
    await session.sees('1 received');
    session.press('kx');
    await eventually(() =>
      expect(session.screen()).toEqual([
        '1 received · none failed',
        expect.stringContaining('? help'),
      ]),
    );
    session.press('k');
    await session.sees(/▸ 1\/1 .*Ada/);
  });

  it('explains its keys', async () => {
    const session = await startSession(noInspector, { columns: 40 });
    session.press('?');
    await session.sees('Keys');
    session.press('?');
    await session.sees('0 received');
  });

  it('keeps its layout at any width, with wide characters and without colors', async () => {
    const session = await startSession(noInspector, { columns: 40, env: { NO_COLOR: '1' } });
    await postSigned(session.url, signIn('日本語🦉👩‍👩‍👧 王小明 日本語日本語日本語日本語'));
    session.press('k');
    await session.sees('▸ 1/1');
    for (const columns of [30, 20, 120, 40]) {
      session.resize(columns, 24);
      await eventually(() => {
        const [facts, hints] = session.screen().slice(-2);
        expect(facts).toMatch(/^▸ 1\/1/);
        expect(facts?.length).toBeLessThanOrEqual(columns);
        expect(hints).toContain('? help');
      });
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colors are control sequences
    expect(session.written()).not.toMatch(/\u001b\[[\d;]*m/);
  });

  it('wraps and indents explanations between words', async () => {
    const session = await startSession(noInspector, { columns: 64 });
    await postSigned(session.url, Buffer.from('{"event":"User.Merged"}'), { key: 'another' });
    await eventually(() => {
      const lines = session.screen();
      const from = lines.findIndex((line) => line.includes('invalid signature')) + 1;
      const footer = lines.findIndex((line) => line.includes('1 failed'));
      const explanation = lines.slice(from, footer);
      expect(explanation.length).toBeGreaterThan(4);
      for (const line of explanation) expect(line).toMatch(/^ {2}\S.*$/);
      expect(explanation.map((line) => line.trim()).join(' ')).toContain(
        'the signing keys differ, or the body changed in transit.',
      );
    });
  });

  it('does not read pasted text as keys', async () => {
    const session = await startSession(noInspector);
    session.press('\u001b[200~qxq\u001b[201~');
    session.press('f\u001b[200~User\u001b[201~');
    await session.sees('filter User');
  });

  it.each([
    ['SIGTERM', { exitCode: 130 }],
    ['SIGHUP', { signal: 1 }],
  ] as const)('restores the terminal on %s while details are shown', async (signal, end) => {
    const session = await startSession(noInspector);
    await postSigned(session.url, signIn('Ada'));
    await session.sees('1 received');
    session.press('d');
    await session.sees('Signature');
    process.kill(session.pid, signal);
    expect(await session.exited).toMatchObject(end);
    await eventually(() => {
      expect(session.isAlternate()).toBe(false);
      expect(session.isCursorHidden()).toBe(false);
      expect(session.screen().join('\n')).not.toContain('? help');
    });
  });

  it('restores the terminal on a crash, and prints the error', async () => {
    const cwd = temporaryDirectory();
    const crash = path.join(cwd, 'crash.cjs');
    writeFileSync(crash, "process.on('SIGUSR2', () => { throw new Error('on purpose'); });");
    const session = await startSession(noInspector, {
      cwd,
      env: { NODE_OPTIONS: `--require=${crash}` },
    });
    await postSigned(session.url, signIn('Ada'));
    await session.sees('1 received');
    session.press('d');
    await session.sees('Signature');
    process.kill(session.pid, 'SIGUSR2');
    expect(await session.exited).not.toMatchObject({ exitCode: 0 });
    await session.sees('on purpose');
    await eventually(() => {
      expect(session.isAlternate()).toBe(false);
      expect(session.isCursorHidden()).toBe(false);
    });
  });

  it('exits immediately at the second Ctrl+C', async () => {
    const app = await startReceiver(() => {});
    const session = await startSession([...noInspector, '-f', app.url]);
    const unanswered = postSigned(session.url, signIn('Ada')).catch(() => undefined);
    await eventually(() => expect(app.requests).toHaveLength(1));
    session.press('\u0003');
    await eventually(() => expect(session.isCursorHidden()).toBe(false));
    session.press('\u0003');
    expect(await session.exited).toMatchObject({ exitCode: 130 });
    await unanswered;
  });
});

it('shows no footer if the output is not a terminal', async () => {
  const child = startCli(['listen', '--port', '0', '--signing-key', 'k', '--exit-timeout', '1ms']);
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (written += text));
  await new Promise((resolve) => child.on('close', resolve));
  expect(written).toContain('Listening');
  expect(written).not.toContain('\u001b');
  expect(written).not.toContain('↑↓');
});
