import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { systemCode } from '../errors.ts';

/** Writes all bytes: a single system call may write fewer. */
export function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(descriptor, bytes, written);
  }
}

/** Errors to ignore: Windows cannot open a directory, and does not need this fsync. */
const cannotSync = ['EISDIR', 'EPERM', 'EACCES', 'EINVAL'];

/** Fsyncs a directory, so that the names of new files in it survive a power loss. */
export function syncDirectory(directory: string): void {
  try {
    const descriptor = openSync(directory, 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
  } catch (error) {
    if (!cannotSync.includes(systemCode(error) ?? '')) throw error;
  }
}
