import { spawnSync } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from './cli.ts';

const mount = (size: string, directory: string) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', directory]).status === 0;

const unmount = (directory: string) => spawnSync('umount', [directory]);

/** Whether a file system can be mounted here: by root alone, and not in every container. */
export const canMount = spawnSync('unshare', ['-m', 'true']).status === 0;

/** A directory on a disk of its own, so that it can be full; gone when the test is over. */
export function mountTmpfs(size: string): string {
  const directory = temporaryDirectory();
  if (!mount(size, directory)) throw new Error(`no tmpfs can be mounted at ${directory}`);
  onTestFinished(() => void unmount(directory));
  return directory;
}
