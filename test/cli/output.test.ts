import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { expect, it, onTestFinished } from 'vitest';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';

const bin = path.resolve(import.meta.dirname, '../../bin/logto-hooks.js');
const words = ['send', '--all', '--dry-run', '--json', '--frozen'];
const all = [...words, '--signing-key', 'mZ4vQ8sT1xW6yB3nK9pL2rJ7hG5fD0cA'];
/** Ten times what a pipe holds. */
const large = [...all, '--force', '--set', `customField=${'x'.repeat(20_000)}`];

it('says the same into a file as into a pipe', async () => {
  const cwd = temporaryDirectory();
  const file = path.join(cwd, 'out');
  const descriptor = openSync(file, 'w');
  const child = spawn(process.execPath, [bin, 'events', 'list'], {
    stdio: ['ignore', descriptor, 'pipe'],
  });
  closeSync(descriptor);
  await new Promise((resolve) => child.on('close', resolve));
  const { stdout } = await runCli(['events', 'list']);
  expect(readFileSync(file, 'utf8')).toBe(stdout);
});

it('ends quietly where nobody reads on', async () => {
  const script = `"$0" "$@" | head -c 9`;
  const child = spawn('sh', ['-c', script, process.execPath, bin, ...large]);
  const [out, err] = [collect(child.stdout), collect(child.stderr)];
  await new Promise((resolve) => child.on('close', resolve));
  expect([out(), err()]).toEqual(['{"type":"', '']);
});

it.skipIf(process.platform === 'win32')(
  'loses nothing in a pipe that is full and does not let it wait',
  async () => {
    const pipe = path.join(temporaryDirectory(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reading = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    onTestFinished(() => closeSync(reading));
    // A Node.js process has the pipe not block anybody who writes into it, for as long as it runs.
    const other = `process.stdout.write('ready'); process.stdin.on('end', () => process.exit()).resume();`;
    const script = `exec > "$0"; "$1" -e "$2" <&3 & shift 2; read begin; "$@"`;
    const args = ['-c', script, pipe, process.execPath, other, process.execPath, bin, ...large];
    const child = spawn('sh', args, { stdio: ['pipe', 'ignore', 'inherit', 'pipe'] });
    onTestFinished(() => void child.kill('SIGKILL'));

    expect(await readNext(reading)).toBe('ready');
    child.stdin?.write('\n');
    // Whoever finds the first of it finds the pipe full: it is written at once, and holds 64 KB.
    let text = await readNext(reading);
    const expected = (await runCli(large)).stdout;
    while (text.length < expected.length) text += await readNext(reading);
    child.stdio[3]?.destroy();
    expect(text).toBe(expected);
  },
);

/** What a pipe holds, as soon as it holds anything. */
async function readNext(descriptor: number): Promise<string> {
  const bytes = Buffer.alloc(1024 * 1024);
  const length = await eventually(() => {
    const read = readSync(descriptor, bytes); // Fails while nothing is in it.
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
