import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

/** Collects a process's output. Returns a function that returns what it has printed so far. */
export function collect({ stdout, stderr }: ChildProcess): () => string {
  let output = '';
  for (const stream of [stdout, stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  return () => output;
}

/** Runs at most two tasks at a time, because there are two cores. */
export async function inTurns(tasks: readonly (() => Promise<unknown>)[]): Promise<void> {
  const waiting = [...tasks];
  const worker = async () => {
    for (let task = waiting.shift(); task; task = waiting.shift()) await task();
  };
  await Promise.all([worker(), worker()]);
}

/** Waits until a server responds. @throws Error if its process ended before */
export async function waitForResponse(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It ended before it listened.');
}

/** Returns a port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** Kills a process and its children. It must have been started with `detached`. */
export function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // All of its processes have ended.
  }
}

/** Installs Bun and Deno from npm. Returns the paths of their binaries. */
export async function installRuntimes(directory: string): Promise<{ bun: string; deno: string }> {
  const args = ['install', '--no-audit', '--no-fund', '--prefix', directory, 'bun', 'deno'];
  await promisify(execFile)('npm', args);
  const packages = path.join(directory, 'node_modules');
  const [platform = ''] = readdirSync(path.join(packages, '@deno'));
  const deno = path.join(packages, '@deno', platform, 'deno');
  chmodSync(deno, 0o755);
  return { bun: path.join(packages, 'bun/bin/bun.exe'), deno };
}

/** Runs a program to its end. Returns its output if it failed. */
export async function runProgram(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  const [code] = await once(child, 'close');
  return code === 0 ? undefined : `${program} ${args.join(' ')} ended with ${code}\n${output()}`;
}
