/**
 * What a user waits for before anything happens: each command's wall time as a ratio to a bare
 * Node (`node -e 0`), measured in the same rounds on the same machine. Prints Markdown; exits 1
 * when a goal is missed. `npm run bench:startup -- 50` for other than 30 rounds.
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

// Each run is held against a bare Node just before it: a machine is not equally fast all the time.
const ratios = new Map(cases.map(({ name }) => [name, [] as number[]]));
for (let round = -2; round < rounds; round++) {
  for (const { name, args } of cases) {
    const base = await timeProcess(baseline);
    const elapsed = await timeProcess(args);
    if (round >= 0) ratios.get(name)?.push(elapsed / base);
  }
}
server.close();
rmSync(cwd, { recursive: true });

console.log('| start-up | ratio to `node -e 0` | quartiles | goal |\n|---|---|---|---|');
for (const { name, goal } of cases) {
  const sorted = (ratios.get(name) ?? []).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  const missed = at(0.5) > goal;
  if (missed) process.exitCode = 1;
  const quartiles = `${at(0.25).toFixed(2)}–${at(0.75).toFixed(2)}`;
  const verdict = missed ? ' **missed**' : '';
  console.log(`| \`${name}\` | ${at(0.5).toFixed(2)} | ${quartiles} | ≤ ${goal}${verdict} |`);
}

async function timeProcess(args: readonly string[]): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { cwd, env, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}`);
  return performance.now() - started;
}
