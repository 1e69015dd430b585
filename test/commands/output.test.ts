import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { expect, it, onTestFinished, vi } from 'vitest';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';

const bin = path.resolve(import.meta.dirname, '../../bin/logto-hooks.js');
const words = ['send', '--all', '--dry-run', '--json', '--frozen'];
const all = [...words, '--signing-key', 'mZ4vQ8sT1xW6yB3nK9pL2rJ7hG5fD0cA'];

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
  const script = `"$0" "$1" events types | head -n 1`;
  const child = spawn('sh', ['-c', script, process.execPath, bin]);
  const [out, err] = [collect(child.stdout), collect(child.stderr)];
  await new Promise((resolve) => child.on('close', resolve));
  expect([out(), err()]).toEqual(['/**\n', '']);
});

// Elsewhere a pipe holds other amounts: the fourth output is what fills one here.
it.runIf(process.platform === 'linux')(
  'loses nothing in a pipe that is full and does not let it wait',
  async () => {
    // A Node.js process has the pipe not block anybody who writes into it, for as long as it runs.
    const other = `process.stdout.write('ready'); process.stdin.on('end', () => process.exit()).resume();`;
    const times = 8;
    const script = `"$0" -e "$1" <&3 & shift
    read begin; for i in $(seq ${times}); do echo "begin $i" >&2; "$0" "$@"; done`;
    const args = ['-c', script, process.execPath, other, bin, ...all];
    const child = spawn('sh', args, { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [out, err] = [collect(child.stdout), collect(child.stderr)];
    await vi.waitFor(() => expect(out()).toBe('ready'), 20_000);
    child.stdout.pause();
    child.stdin.write('\n');
    await vi.waitFor(() => expect(err()).toContain('begin 4'), 20_000);
    child.stdout.resume();
    child.stdio[3]?.destroy();
    await new Promise((resolve) => child.on('close', resolve));
    const once = (await runCli(all)).stdout;
    expect(out()).toBe(`ready${once.repeat(times)}`);
  },
);

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.on('data', (chunk) => {
    text += chunk;
  });
  return () => text;
}
