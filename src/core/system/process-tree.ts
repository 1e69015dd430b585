import { spawn } from 'node:child_process';
import process from 'node:process';

/** A command that runs beside us, with whatever it starts. */
export interface ProcessTree {
  /** How it ended: `exit code 1`, `signal SIGKILL`. */
  readonly ended: Promise<string>;
  readonly hasEnded: boolean;
  /** What it printed, the end of it. */
  readonly output: string;
  /** Ends all of it; returns when none of it is left. */
  end(): Promise<void>;
}

export interface StartOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Characters of output that are kept. */
const kept = 64 * 1024;
/** Milliseconds that a tree has to end in good order. */
const grace = 3000;
const isWindows = process.platform === 'win32';

/** Process groups that must not outlive us, however we end. */
const groups = new Set<number>();

/**
 * Starts a shell command in a process group of its own, so that all it starts can be ended with it.
 * It ends with this process, too, unless that is killed outright.
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
  // Only when the last of the tree has closed its output.
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
      signalGroup(pid, 'SIGTERM');
      await within(closed, grace);
      await untilGone(pid);
      signalGroup(pid, 'SIGKILL');
      await within(closed, grace);
      groups.delete(pid);
    },
  };
}

function guard(pid: number): void {
  if (groups.size === 0) {
    process.once('exit', endAll);
    process.once('SIGHUP', () => process.exit(129));
  }
  groups.add(pid);
}

function endAll(): void {
  for (const pid of groups) signalGroup(pid, 'SIGKILL');
}

/** @returns whether there was anybody to hear it */
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

/** For those of the group that print elsewhere. */
async function untilGone(pid: number): Promise<void> {
  for (let tries = 0; tries < 10 && signalGroup(pid, 0); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

async function within(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([promise, limit]);
  clearTimeout(timer);
}
