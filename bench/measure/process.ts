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

/** On Node 20 NODE_EXTRA_CA_CERTS adds some 90 ms to every process, and would flatter each ratio. */
const { NODE_EXTRA_CA_CERTS, NODE_COMPILE_CACHE, NO_COLOR, FORCE_COLOR, ...rest } = process.env;
export const env = {
  ...rest,
  LOGTO_WEBHOOK_SIGNING_KEY: signingKey,
};

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

/** Who is measured has a core, and who loads it another, where the machine has two. */
export const cores = { server: 0, load: 1 } as const;

/** The command and words that run a program on one core. */
export function pinned(
  core: number,
  program: string,
  args: readonly string[],
): [command: string, words: string[]] {
  return canPin ? ['taskset', ['-c', String(core), program, ...args]] : [program, [...args]];
}

/** A directory of its own for a run; gone with `remove`. */
export function scratchDirectory(): { readonly directory: string; remove(): void } {
  const directory = mkdtempSync(path.join(tmpdir(), 'logto-hooks-bench-'));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

export interface MeasuredServer {
  readonly url: string;
  /** Its working directory. */
  readonly directory: string;
  /** The first it printed. */
  readonly greeting: string;
  /** Microseconds of CPU it has used; NaN where the system does not tell. */
  cpu(): number;
  /** Megabytes of memory it holds now; NaN where the system does not tell. */
  memory(): number;
  /** Megabytes of memory at its peak; NaN where the system does not tell. */
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
 * Starts any program in an empty directory and waits for the address it prints. What it prints goes to
 * files: a reader of the pipe would take time from a measured core.
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

/** The first address in the files of a process's output. */
async function addressOf(
  child: ChildProcess,
  files: readonly string[],
): Promise<{ url: string; greeting: string }> {
  for (;;) {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    const greeting = files.map((file) => readFileSync(file, 'utf8')).join('');
    const [url] = /http:\/\/127\.0\.0\.1:\d+(?=\D)/.exec(greeting) ?? [];
    if (url) return { url, greeting };
    if (hasEnded) throw new Error(`no address: ${greeting}`);
    await wait(20);
  }
}

/** proc(5): user and system time are fields 14 and 15, in hundredths of a second. */
function cpuOf(pid: number): number {
  const fields = readProc(pid, 'stat')?.split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/** proc(5): VmRSS is what a process holds, VmHWM the most it ever held. */
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

/** Runs a Node process to its end, without anybody who reads it, and gives its wall time in milliseconds. */
export async function timeProcess(args: readonly string[], cwd: string): Promise<number> {
  const started = performance.now();
  const options = { cwd, env, stdio: 'ignore' } as const;
  const child = spawn(process.execPath, args, options);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}`);
  return performance.now() - started;
}
