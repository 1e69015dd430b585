/**
 * Whether a listener that runs all day stays as it was in the morning: its resident memory after
 * 100,000 deliveries over 20 connections, as a ratio to that after the first 1,000 of them, with the
 * history on, without and with the inspector. Prints Markdown; exits 1 when the goal is missed. Linux
 * alone tells what a process holds: `npm run bench:memory -- 20000` for fewer deliveries.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fixture } from '../src/core/fixtures.ts';
import { signingKey } from '../test/helpers/listener.ts';
import { postAll } from '../test/helpers/load.ts';

const deliveries = Number(process.argv[2] ?? 100_000);
const first = 1_000;
const goal = 1.5;
const bin = path.resolve(import.meta.dirname, '../bin/logto-hooks.js');
const sample = fixture('PostSignIn');

console.log('| listen | after 1,000 | in the end | ratio | goal |\n|---|---|---|---|---|');
for (const args of [['--no-inspect'], ['--inspect', '0']]) {
  const [early, late] = await measure(args);
  const ratio = late / early;
  const missed = ratio > goal;
  if (missed) process.exitCode = 1;
  const verdict = missed ? ' **missed**' : '';
  console.log(
    `| \`${args.join(' ')}\` | ${early} MB | ${late} MB | ${ratio.toFixed(2)} | ≤ ${goal}${verdict} |`,
  );
}

/** Megabytes after the first thousand, and after all. */
async function measure(args: readonly string[]): Promise<[number, number]> {
  const cwd = mkdtempSync(path.join(tmpdir(), 'logto-hooks-bench-'));
  const words = ['listen', '--json', '--port', '0', '--signing-key', signingKey, ...args];
  const child = spawn(process.execPath, [bin, ...words], { cwd });
  try {
    const lines = createInterface({ input: child.stdout });
    const [ready] = await once(lines, 'line');
    lines.on('line', () => {});
    const { url } = JSON.parse(ready);
    const memory: number[] = [];
    for (let sent = 0; sent < deliveries; sent += first) {
      await post(url, sent);
      if (sent === 0) memory.push(residentMemory(child.pid));
    }
    return [memory[0] ?? Number.NaN, residentMemory(child.pid)];
  } finally {
    child.kill();
    await once(child, 'exit');
    rmSync(cwd, { recursive: true });
  }
}

async function post(url: string, from: number): Promise<void> {
  const bodies = Array.from({ length: first }, (_, index) =>
    Buffer.from(JSON.stringify({ ...sample, sessionId: `session-${from + index}` })),
  );
  let taken = 0;
  await postAll(url, bodies, 20, (_, status) => {
    if (status === 200) taken++;
  });
  if (taken < first) throw new Error(`only ${taken} of ${first} deliveries were taken`);
}

function residentMemory(pid: number | undefined): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}
