import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

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
const isWindows = process.platform === 'win32';

/** Process groups that must not outlive this process, however it ends. */
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
  void ended.then(() => {
    hasEnded = true;
  });
  // Emitted when the last process that holds the output has closed it.
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const { pid } = child;
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
      const gone = () => (isWindows ? within(closed, grace) : untilGone(pid));
      signalGroup(pid, 'SIGTERM');
      await gone();
      signalGroup(pid, 'SIGKILL');
      await gone();
      await within(closed, outputGrace);
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
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
  for (const pid of groups) signalGroup(pid, 'SIGKILL');
}

/** Signals a process group. @returns whether a process received it */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  if (isWindows) {
    if (signal !== 0) spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
    return false;
  }
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
