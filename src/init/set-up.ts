import { execFile, type SpawnOptionsWithStdioTuple, spawn } from 'node:child_process';
import { platform } from 'node:os';
import { systemCode } from '../core/errors.ts';
import { findProgram } from '../core/system/find-program.ts';
import { endShell } from '../core/system/process-tree.ts';
import type { PackageManager } from './choices.ts';

/** The exit of a program, with its output for error messages. */
export interface Ended {
  readonly ok: boolean;
  readonly output: string;
}

/**
 * Installs a project's dependencies.
 * @param signal stops the package manager
 */
export function installPackages(
  packageManager: PackageManager,
  directory: string,
  signal?: AbortSignal,
): Promise<Ended> {
  return new Promise((resolve) => {
    const isWindows = platform() === 'win32';
    // On Windows package managers are scripts, which only a shell can start.
    const options: SpawnOptionsWithStdioTuple<'ignore', 'pipe', 'pipe'> = {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'pipe'],
    };
    const child = isWindows
      ? spawn(`${packageManager} install`, { ...options, shell: true })
      : spawn(packageManager, ['install'], options);
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    signal?.addEventListener('abort', () => void endShell(child));
    child.on('error', (error) => {
      const isMissing = systemCode(error) === 'ENOENT';
      const why = isMissing ? `${packageManager} is not installed.` : error.message;
      resolve({ ok: false, output: `${why}\n` });
    });
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

/** Initializes a git repository, unless the directory is in one or git is missing. Returns whether it did. */
export async function initRepository(directory: string): Promise<boolean> {
  const git = (...args: string[]) =>
    new Promise<boolean>((resolve) => {
      execFile(findProgram('git'), args, { cwd: directory }, (error) => resolve(!error));
    });
  if (await git('rev-parse', '--is-inside-work-tree')) return false;
  return git('init', '--initial-branch=main');
}
