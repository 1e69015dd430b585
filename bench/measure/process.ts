import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

export const root = path.resolve(import.meta.dirname, '../..');
export const bin = path.join(root, 'bin/logto-hooks.js');
export const signingKey = 'mZ4vQ8sT1xW6yB3nK9pL2rJ7hG5fD0cA';

/** On Node 20, NODE_EXTRA_CA_CERTS adds some 90 ms to every process, which would distort the ratios. */
const { NODE_EXTRA_CA_CERTS, NODE_COMPILE_CACHE, NO_COLOR, FORCE_COLOR, ...rest } = process.env;
export const env = {
  ...rest,
  LOGTO_WEBHOOK_SIGNING_KEY: signingKey,
};

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

/** The cores of the measured process and of the load generator. */
export const cores = { server: 0, load: 1 } as const;

/** Returns the command and arguments that run a program on one core, if the machine has two. */
export function pinned(
  core: number,
  program: string,
  args: readonly string[],
): [command: string, words: string[]] {
  return canPin ? ['taskset', ['-c', String(core), program, ...args]] : [program, [...args]];
}

/** Creates a temporary directory. */
export function scratchDirectory(): { readonly directory: string; remove(): void } {
  const directory = mkdtempSync(path.join(tmpdir(), 'logto-hooks-bench-'));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

export interface MeasuredServer {
  readonly url: string;
  /** Its working directory. */
  readonly directory: string;
  /** The beginning of its output. */
  readonly greeting: string;
  /** CPU time in microseconds; NaN without /proc. */
  cpu(): number;
  /** Resident memory in megabytes; NaN without /proc. */
  memory(): number;
  /** Peak resident memory in megabytes; NaN without /proc. */
  peakMemory(): number;
  stop(): Promise<void>;
}

/**
 * Starts a Node server in an empty directory and waits for the address it prints.
 * @param args after `node`
 */
export function startServer(
  args: readonly string[],
  core: number = cores.server,
): Promise<MeasuredServer> {
  return startProgram(process.execPath, args, core);
}

/**
 * Starts any program in an empty directory and waits for the address it prints. Its output goes to files,
 * because reading pipes would take CPU time from the measured core.
 */
export async function startProgram(
  program: string,
  args: readonly string[],
  core: number = cores.server,
): Promise<MeasuredServer> {
  const { directory, remove } = scratchDirectory();
  const output = scratchDirectory();
  const files = ['out', 'err'].map((name) => path.join(output.directory, name));
  const descriptors = files.map((file) => openSync(file, 'w'));
  const [command, words] = pinned(core, program, args);
  const stdio = ['ignore' as const, ...descriptors];
  const child = spawn(command, words, { cwd: directory, env, stdio });
  for (const descriptor of descriptors) closeSync(descriptor);
  const { url, greeting } = await addressOf(child, files);
  return {
    url,
    directory,
    greeting,
    cpu: () => cpuOf(child.pid ?? 0),
    memory: () => megabytesOf(child.pid ?? 0, 'VmRSS'),
    peakMemory: () => megabytesOf(child.pid ?? 0, 'VmHWM'),
    async stop() {
      child.kill('SIGKILL');
      await once(child, 'close');
      remove();
      output.remove();
    },
  };
}

/** Waits for the first address in a process's output files. */
async function addressOf(
  child: ChildProcess,
  files: readonly string[],
): Promise<{ url: string; greeting: string }> {
  for (;;) {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    const greeting = files.map((file) => readFileSync(file, 'utf8')).join('');
    const [url] = /http:\/\/127\.0\.0\.1:\d+(?=\D)/.exec(greeting) ?? [];
    if (url) return { url, greeting };
    if (hasEnded) throw new Error(`The server exited without printing an address: ${greeting}`);
    await wait(20);
  }
}

/** proc(5): user and system time are fields 14 and 15, in hundredths of a second. */
function cpuOf(pid: number): number {
  const fields = readProc(pid, 'stat')?.split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/** proc(5): VmRSS is the resident memory of a process, VmHWM its peak. */
function megabytesOf(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const pattern = new RegExp(`${field}:\\s+(\\d+)`);
  const [, kilobytes] = pattern.exec(readProc(pid, 'status') ?? '') ?? [];
  return Number(kilobytes) / 1024;
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

/** Runs a Node process to its end without reading its output; returns the wall time in milliseconds. */
export function timeProcess(args: readonly string[], cwd: string): Promise<number> {
  return timeProgram(process.execPath, args, cwd);
}

/** Runs a program to its end without reading its output; returns the wall time in milliseconds. */
export async function timeProgram(
  program: string,
  args: readonly string[],
  cwd: string,
): Promise<number> {
  const started = performance.now();
  const options = { cwd, env, stdio: 'ignore' } as const;
  const child = spawn(program, args, options);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} exited with ${code}`);
  return performance.now() - started;
}
