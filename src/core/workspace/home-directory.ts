import { homedir } from 'node:os';
import path from 'node:path';

/** Returns whether an absolute path is the user's home directory. Windows ignores the case of paths. */
export function isHomeDirectory(directory: string): boolean {
  const [own, home] = [directory, path.resolve(homedir())];
  return path.sep === '\\' ? own.toLowerCase() === home.toLowerCase() : own === home;
}
