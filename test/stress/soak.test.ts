import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runCli } from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { signingKey, startListener } from '../helpers/listener.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { many, timeoutMs } from '../helpers/stress.ts';

const rate = 1000;
const seconds = many(2, 600);

it.skipIf(!existsSync('/proc/self/status'))(
  `listen keeps its memory and handles stable at ${rate} deliveries per second for ${seconds} s`,
  async () => {
    const app = await startReceiver();
    const listener = await startListener(['-f', app.url, '--output', 'quiet']);
    listener.discard();
    const { pid = 0 } = listener.child;

    await send(listener.url, rate * seconds);
    const warm = { memory: memoryOf(pid), handles: handlesOf(pid) };
    await send(listener.url, rate * seconds);
    expect(memoryOf(pid)).toBeLessThanOrEqual(warm.memory * 1.5);
    await eventually(() => expect(handlesOf(pid)).toBeLessThanOrEqual(warm.handles + 2));
  },
  timeoutMs,
);

async function send(to: string, count: number): Promise<void> {
  const load = ['--count', String(count), '--rate', String(rate), '--concurrency', '20'];
  const args = ['send', 'PostSignIn', '--to', to, ...load, '--signing-key', signingKey];
  const { code, stdout, stderr } = await runCli(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(to) });
  expect(stdout).toContain(' 0 failed');
}

/** Returns the resident memory of a process in megabytes. */
function memoryOf(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

function handlesOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
