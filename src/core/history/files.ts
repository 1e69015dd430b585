import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { systemCode } from '../errors.ts';

/** Writes all bytes: a single system call may write fewer. */
export function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(descriptor, bytes, written);
  }
}

/** Errors to ignore: Windows cannot fsync a directory, and does not need it. */
const cannotSync = ['EISDIR', 'EPERM', 'EACCES', 'EINVAL'];

/** Fsyncs a directory, so that the names of new files in it survive a power loss. */
export function syncDirectory(directory: string): void {
  try {
    const descriptor = openSync(directory, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (!cannotSync.includes(systemCode(error) ?? '')) throw error;
  }
}
