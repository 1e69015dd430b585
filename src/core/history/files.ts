import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { systemCode } from '../errors.ts';

/** Writes all of it: one call may write less. */
export function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(descriptor, bytes, written);
  }
}

/** Windows cannot open a directory, and keeps its names without being asked. */
const cannotSync = ['EISDIR', 'EPERM', 'EACCES', 'EINVAL'];

/** Brings the names of new files in a directory to the disk: they are its to keep, not the files'. */
export function syncDirectory(directory: string): void {
  try {
    const descriptor = openSync(directory, 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
  } catch (error) {
    if (!cannotSync.includes(systemCode(error) ?? '')) throw error;
  }
}
