import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { platform } from 'node:os';

/** A process that ran on this machine. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Distinguishes it from a later process with the same pid; undefined if the system does not report it. */
  readonly started?: string | undefined;
}

/** Returns a process with its start time, in the system's own format. */
export function identifyProcess(pid: number): ProcessIdentity {
  const state = readState(pid);
  return { pid, started: typeof state === 'object' ? state.started : undefined };
}

/**
 * Returns whether a process still runs. A zombie does not count, nor does another process that has reused the
 * pid.
 * @param isRunning asks the system about a pid; used if the start time is unknown
 */
export function isStillRunning(
  { pid, started }: ProcessIdentity,
  isRunning: (pid: number) => boolean,
): boolean {
  const state = readState(pid);
  if (state === 'gone') return false;
  if (state === 'unknown') return isRunning(pid);
  return started === undefined || started === state.started;
}

function readState(pid: number): { readonly started: string } | 'gone' | 'unknown' {
  if (platform() === 'win32') return 'unknown';
  if (existsSync('/proc/self/stat')) return readProc(pid);
  return askPs(pid);
}

/** Reads state and start time from Linux's /proc (proc_pid_stat(5)): fields 3 and 22, in ticks since boot. */
function readProc(pid: number): { readonly started: string } | 'gone' {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in parentheses, which may contain spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state = ''] = fields;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return 'ZX'.includes(state) ? 'gone' : { started: `${boot} ${fields[19]}` };
  } catch {
    return 'gone';
  }
}

/** Asks ps(1), which macOS and the BSDs have. */
function askPs(pid: number): ReturnType<typeof readState> {
  const { stdout, status, error } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    ...{ encoding: 'utf8', env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' }, windowsHide: true },
  });
  if (error) return 'unknown';
  const [, state = '', started = ''] = /^\s*(\S+)\s+(.+?)\s*$/.exec(stdout) ?? [];
  return status !== 0 || started === '' || state.startsWith('Z') ? 'gone' : { started };
}
