import { renameSync } from 'node:fs';
import path from 'node:path';
import { systemCode } from '../errors.ts';

/** Milliseconds to try. */
const timeoutMs = 1000;
const intervalMs = 20;

/**
 * Renames a file and replaces the one that has the name. Windows refuses that while another program, such as
 * a virus scanner, has the file open, so it is tried for a second there.
 * @throws the system's error
 */
export function renameOver(from: string, to: string): void {
  for (let waited = 0; ; waited += intervalMs) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      if (!isInUse(error) || waited >= timeoutMs) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, intervalMs);
    }
  }
}

function isInUse(error: unknown): boolean {
  return path.sep === '\\' && ['EPERM', 'EACCES', 'EBUSY'].includes(systemCode(error) ?? '');
}
