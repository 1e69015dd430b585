/**
 * What a user waits for before anything happens: each command's wall time as a ratio to a bare
 * Node (`node -e 0`), measured in the same rounds on the same machine. Prints Markdown; exits 1
 * when a goal is missed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

const rounds = Number(process.argv[2] ?? 30);
const bin = path.resolve(import.meta.dirname, '../bin/logto-hooks.js');
const cwd = mkdtempSync(path.join(tmpdir(), 'logto-hooks-bench-'));
// On Node 20 NODE_EXTRA_CA_CERTS adds some 90 ms to every process and would flatter each ratio.
const { NODE_EXTRA_CA_CERTS, ...env } = process.env;

const server = createServer((request, response) => {
  request.resume().on('end', () => response.end());
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const baseline = ['-e', '0'];
const cases = [
  { name: '--version', args: [bin, '--version'], goal: 1.15 },
  { name: '--help', args: [bin, '--help'], goal: 1.6 },
  { name: 'events', args: [bin, 'events'], goal: 2 },
  { name: 'send PostRegister', args: [bin, 'send', 'PostRegister', '--to', url], goal: 2.2 },
];

const times = new Map<readonly string[], number[]>();
for (let round = -2; round < rounds; round++) {
  for (const args of [baseline, ...cases.map((one) => one.args)]) {
    const elapsed = await timeProcess(args);
    if (round >= 0) times.set(args, [...(times.get(args) ?? []), elapsed]);
  }
}
server.close();
rmSync(cwd, { recursive: true });

const base = median(times.get(baseline));
console.log(`| start-up | ms | ratio to \`node -e 0\` | spread | goal |\n|---|---|---|---|---|`);
console.log(`| \`node -e 0\` | ${base.toFixed(1)} | 1 | ${spread(times.get(baseline), base)} | |`);
for (const { name, args, goal } of cases) {
  const elapsed = median(times.get(args));
  const ratio = elapsed / base;
  if (ratio > goal) process.exitCode = 1;
  console.log(
    `| \`${name}\` | ${elapsed.toFixed(1)} | ${ratio.toFixed(2)} | ${spread(times.get(args), base)} | ≤ ${goal} ${ratio > goal ? '**missed**' : ''}|`,
  );
}

async function timeProcess(args: readonly string[]): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { cwd, env, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}`);
  return performance.now() - started;
}

function median(values: readonly number[] = []): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The quartiles, as ratios. */
function spread(values: readonly number[] = [], base: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    ((sorted[Math.floor(sorted.length * share)] ?? 0) / base).toFixed(2);
  return `${at(0.25)}–${at(0.75)}`;
}
