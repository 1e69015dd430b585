import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { findProgram } from './find-program.ts';

/** A command that runs in parallel, with every process that it starts. */
export interface ProcessTree {
  /** How it ended: `exit code 1`, `signal SIGKILL`. */
  readonly ended: Promise<string>;
  readonly hasEnded: boolean;
  /** The end of its output. */
  readonly output: string;
  /**
   * Ends all processes and resolves when none is left. A process that left the tree (setsid) keeps running
   * and is not waited for, even if it holds the output open.
   */
  end(): Promise<void>;
}

export interface StartOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Characters of output that are kept. */
const kept = 64 * 1024;
/** Milliseconds that a tree has to end by itself after a signal. */
const grace = 3000;
/** Milliseconds to wait for the rest of the output once the tree has ended. */
const outputGrace = 300;
/** Milliseconds that taskkill may take; it takes a second on a busy machine. */
const taskkillTimeout = 10_000;
const isWindows = process.platform === 'win32';

/** Process groups, or Windows process trees, that must not outlive this process, however it ends. */
const groups = new Set<number>();

/**
 * Starts a shell command in its own process group, so that everything it starts ends with it. It also ends
 * with this process, except after a SIGKILL.
 */
export function startProcessTree(command: string, { cwd, env }: StartOptions): ProcessTree {
  const child = spawn(command, {
    cwd,
    env,
    shell: true,
    detached: !isWindows,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  let output = '';
  let hasEnded = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-kept);
    });
  }
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
  const { pid } = child;
  void ended.then(() => {
    hasEnded = true;
    // Windows may give the pid to another process. Elsewhere, it still names the group.
    if (isWindows && pid !== undefined) groups.delete(pid);
  });
  // Emitted when the last process that holds the output has closed it.
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  if (pid !== undefined) guard(pid);
  return {
    ended,
    get hasEnded() {
      return hasEnded;
    },
    get output() {
      return output;
    },
    async end() {
      if (pid === undefined) return;
      await (isWindows ? endShell(child) : endGroup(pid));
      await within(closed, outputGrace);
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
      child.unref();
      groups.delete(pid);
    },
  };
}

/** Signals that would end this process without its `exit` event; SIGINT and SIGTERM are the command's. */
const endingSignals = [
  ...(['SIGHUP', 'SIGQUIT', 'SIGABRT', 'SIGUSR2'] as const),
  ...(['SIGALRM', 'SIGXCPU', 'SIGVTALRM'] as const),
];

function guard(pid: number): void {
  if (groups.size === 0) {
    process.once('exit', endAll);
    for (const signal of endingSignals) process.once(signal, exitAfter);
  }
  groups.add(pid);
}

/** Exits as a shell reports a process that was ended by the signal; `exit` ends the groups. */
function exitAfter(signal: NodeJS.Signals): void {
  process.exit(128 + constants.signals[signal]);
}

function endAll(): void {
  for (const pid of groups) {
    const options = { timeout: taskkillTimeout, windowsHide: true };
    if (isWindows) spawnSync(taskkill(), endTree(pid), options);
    else signalGroup(pid, 'SIGKILL');
  }
}

/**
 * Ends a shell that was started with `shell: true`; on Windows with the processes that it started, which would
 * outlive it there. Windows finds them by their parents: one whose parent has ended keeps running.
 */
export async function endShell(child: ChildProcess): Promise<void> {
  const { pid, exitCode, signalCode } = child;
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  if (isWindows) {
    const killer = spawn(taskkill(), endTree(pid), { stdio: 'ignore', windowsHide: true });
    const done = new Promise((resolve) => killer.on('error', resolve).on('exit', resolve));
    await within(done, taskkillTimeout);
    killer.unref();
  }
  child.kill(); // Without effect if it has ended.
}

function taskkill(): string {
  return findProgram('taskkill');
}

function endTree(pid: number): string[] {
  return ['/pid', String(pid), '/T', '/F'];
}

async function endGroup(pid: number): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    signalGroup(pid, signal);
    await untilGone(pid);
  }
}

/** Signals a process group. @returns whether a process received it */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false; // ESRCH: nobody is left.
  }
}

/** Resolves when no process of the group is left, or after the grace period. */
async function untilGone(pid: number): Promise<void> {
  const until = performance.now() + grace;
  while (performance.now() < until && signalGroup(pid, 0)) await wait(20);
}

async function within(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([promise, limit]);
  clearTimeout(timer);
}
