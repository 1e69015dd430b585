import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { signingKey } from '../../helpers/listener.ts';
import { postSigned } from '../../helpers/post.ts';
import { bin, pseudoTerminals, startInTerminal } from '../../helpers/pty.ts';
import { startReceiver } from '../../helpers/receiver.ts';

const body = Buffer.from('{"event":"PostSignIn","user":{"id":"u1","name":"Ada"}}');

describe.skipIf(!pseudoTerminals || process.platform === 'win32')('a terminal', () => {
  it.each([
    ['reports 0 columns', 0, 80],
    ['has 10 columns', 10, 20],
    ['has 30 columns', 30, 30],
  ])('that %s gets readable output from every command', async (_, columns, expected) => {
    const app = await startReceiver((_, response) => response.end());
    const run = (words: string) => `"${process.execPath}" "${bin}" ${words}`;
    const commands = [
      'listen --port 0 --exit-after 1',
      'history',
      'events',
      'events show PostSignIn',
      `send PostSignIn --to ${app.url}`,
      `test --to ${app.url} --only 'rejects/*'`,
    ].map((words) => `${run(words)}; echo "exit $?"`);
    const script = [`stty cols ${columns}`, ...commands].join('; ');
    const terminal = startInTerminal(['sh', '-c', script], {
      LOGTO_WEBHOOK_SIGNING_KEY: signingKey,
    });
    await terminal.sees('received');
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(terminal.written())?.[0] ?? '';
    await postSigned(url, body);
    // The receiver accepts forgeries, so that `test` fails.
    await terminal.sees('exit 1');
    await terminal.exited;

    const written = terminal.written();
    expect(written).not.toContain('internal error');
    expect(written.match(/exit \d+/g)).toEqual([...Array(5).fill('exit 0'), 'exit 1']);
    const lines = written.split('\r\n');
    const catalog = lines.slice(lines.indexOf('Interactions'), lines.indexOf('Users'));
    const longest = Math.max(...catalog.map((line) => line.length));
    expect(longest).toBeGreaterThan(expected * 0.8);
    const sentences = catalog.filter((line) => line.includes(' ', 4));
    expect(sentences.every((line) => line.length <= expected)).toBe(true);
  });
});
