import { spawnSync } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from './cli.ts';

const mount = (size: string, directory: string) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', directory]).status === 0;

const unmount = (directory: string) => spawnSync('umount', [directory]);

/** Whether a file system can be mounted; only root can, and not in every container. */
export const canMount = spawnSync('unshare', ['-m', 'true']).status === 0;

/** Mounts a small file system to fill up; it is unmounted after the test. */
export function mountTmpfs(size: string): string {
  const directory = temporaryDirectory();
  if (!mount(size, directory)) throw new Error(`Cannot mount a tmpfs at ${directory}.`);
  onTestFinished(() => void unmount(directory));
  return directory;
}
