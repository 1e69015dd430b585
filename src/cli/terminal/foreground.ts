import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Returns whether this process is in the foreground of its terminal. In the background, setting the terminal's
 * mode or reading from it stops the process (SIGTTOU, SIGTTIN). True if it is unknown: on Windows, and without
 * a controlling terminal.
 */
export function isInForeground({ pid, platform }: NodeJS.Process): boolean {
  try {
    const groups = platform === 'linux' ? readGroups() : platform === 'win32' ? null : askPs(pid);
    return groups === null || groups.foreground <= 0 || groups.own === groups.foreground;
  } catch {
    return true;
  }
}

interface ProcessGroups {
  readonly own: number;
  /** The group in the foreground; -1 without a controlling terminal. */
  readonly foreground: number;
}

/** Reads proc_pid_stat(5): after the name in parentheses: state, ppid, pgrp, session, tty_nr, tpgid. */
function readGroups(): ProcessGroups {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { own: Number(fields[2]), foreground: Number(fields[5]) };
}

function askPs(pid: number): ProcessGroups {
  const output = execFileSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(pid)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [own, foreground] = output.trim().split(/\s+/).map(Number);
  return { own: own ?? 0, foreground: foreground ?? 0 };
}
