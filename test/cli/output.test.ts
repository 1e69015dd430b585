import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keepEverything } from '../../src/core/history/retention.ts';
import { HistoryWriter } from '../../src/core/history/writer.ts';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { newDelivery } from '../helpers/history.ts';

const bin = path.resolve(import.meta.dirname, '../../bin/logto-hooks.js');
const words = ['send', '--all', '--dry-run', '--json', '--frozen'];
const all = [...words, '--signing-key', 'mZ4vQ8sT1xW6yB3nK9pL2rJ7hG5fD0cA'];
/** Ten times what a pipe holds. */
const large = [...all, '--force', '--set', `customField=${'x'.repeat(20_000)}`];

/** Prints 5 MB on one line, eighty times what a pipe holds. */
function fiveMegabytes(): { readonly cwd: string; readonly args: readonly string[] } {
  const cwd = temporaryDirectory();
  writeFileSync(path.join(cwd, 'body'), 'x'.repeat(5 * 1024 * 1024));
  const raw = ['send', '--raw', 'body', '--dry-run', '--json'];
  return { cwd, args: [...raw, '--signing-key', 'key'] };
}

/** Starts the command with its output in a pipe that is not read yet. */
function start(args: readonly string[], cwd: string): ChildProcessByStdio<null, Readable, null> {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

describe('standard output', () => {
  it('is the same 5 MB in a file and in a pipe', async () => {
    const { cwd, args } = fiveMegabytes();
    const file = path.join(cwd, 'out');
    const descriptor = openSync(file, 'w');
    const child = spawn(process.execPath, [bin, ...args], {
      cwd,
      stdio: ['ignore', descriptor, 'ignore'],
    });
    closeSync(descriptor);
    expect(await once(child, 'close')).toEqual([0, null]);
    const { stdout } = await runCli(args, { cwd });
    expect(stdout.length).toBeGreaterThan(5 * 1024 * 1024);
    expect(readFileSync(file, 'utf8')).toBe(stdout);
  });

  it('reaches a slow reader completely, all 5 MB', async () => {
    const { cwd, args } = fiveMegabytes();
    const child = start(args, cwd);
    const closed = once(child, 'close');
    await once(child.stdout, 'readable');
    expect(child.exitCode).toBeNull();
    let text = '';
    for await (const chunk of child.stdout) {
      text += chunk;
      await setImmediate();
    }
    expect(await closed).toEqual([0, null]);
    expect(text).toBe((await runCli(args, { cwd })).stdout);
  });

  it('ends quietly when the reader closes the pipe', async () => {
    const script = `"$0" "$@" | head -c 9`;
    const child = spawn('sh', ['-c', script, process.execPath, bin, ...large]);
    const [out, err] = [collect(child.stdout), collect(child.stderr)];
    await once(child, 'close');
    expect([out(), err()]).toEqual(['{"type":"', '']);
  });

  it.skipIf(!existsSync('/proc/self/status'))(
    'waits for a slow reader instead of keeping a history in memory',
    async () => {
      const cwd = temporaryDirectory();
      const writer = new HistoryWriter(cwd, keepEverything);
      const body = Buffer.from(JSON.stringify({ event: 'x', pad: 'x'.repeat(200_000) }));
      for (let n = 0; n < 500; n++)
        await writer.appendDelivery(newDelivery({ body, wireBody: body }));
      await writer.close();

      const child = start(['history', 'export'], cwd);
      let [bytes, peak] = [0, 0];
      for await (const chunk of child.stdout) {
        bytes += chunk.length;
        peak = Math.max(peak, residentMegabytes(child.pid));
      }
      expect(bytes).toBeGreaterThan(500 * 200_000);
      expect(peak).toBeLessThan(150);
    },
  );
});

it.skipIf(process.platform === 'win32')('loses nothing in a full non-blocking pipe', async () => {
  const pipe = path.join(temporaryDirectory(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reading = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  onTestFinished(() => closeSync(reading));
  // Node.js makes the pipe non-blocking for every writer while it runs.
  const other = `process.stdout.write('ready'); process.stdin.on('end', () => process.exit()).resume();`;
  const script = `exec > "$0"; "$1" -e "$2" <&3 & shift 2; read begin; "$@"`;
  const args = ['-c', script, pipe, process.execPath, other, process.execPath, bin, ...large];
  const child = spawn('sh', args, { stdio: ['pipe', 'ignore', 'inherit', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));

  expect(await readNext(reading)).toBe('ready');
  child.stdin?.write('\n');
  // Once the beginning can be read, the pipe is full: it holds 64 KB.
  let text = await readNext(reading);
  const expected = (await runCli(large)).stdout;
  while (text.length < expected.length) text += await readNext(reading);
  child.stdio[3]?.destroy();
  expect(text).toBe(expected);
});

/** Returns the resident memory of a process in megabytes; 0 after it has ended. */
function residentMegabytes(pid: number | undefined): number {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Waits until a pipe has data, and reads it. */
async function readNext(descriptor: number): Promise<string> {
  const bytes = Buffer.alloc(1024 * 1024);
  const length = await eventually(() => {
    const read = readSync(descriptor, bytes); // Throws EAGAIN while the pipe is empty.
    return read > 0 ? read : expect.fail('Nobody writes.');
  });
  return bytes.toString('utf8', 0, length);
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.on('data', (chunk) => {
    text += chunk;
  });
  return () => text;
}
