import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { systemCode } from '../errors.ts';

/**
 * Creates a directory and its missing parents. Node's own `recursive` never returns if the file system refuses
 * with ENOENT, such as in /proc.
 * @param mode of the directories that are created
 * @throws the system's error if one cannot be created, or is a file
 */
export function makeDirectory(directory: string, mode = 0o777): void {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = path.dirname(directory);
  if (parent !== directory) makeDirectory(parent, mode);
  try {
    mkdirSync(directory, { mode });
  } catch (error) {
    const isThere = statSync(directory, { throwIfNoEntry: false })?.isDirectory();
    // Another process may have created it meanwhile.
    if (systemCode(error) !== 'EEXIST' || !isThere) throw error;
  }
}
