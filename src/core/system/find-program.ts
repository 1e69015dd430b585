import { existsSync } from 'node:fs';
import { platform } from 'node:os';
import path from 'node:path';
import process from 'node:process';

/**
 * Returns what to start a program by its name with. On Windows, it is the program's path: given only a name,
 * Node.js would first run a file of that name in the working directory, which may be a cloned repository.
 */
export function findProgram(name: string): string {
  if (platform() !== 'win32') return name;
  const { PATH = '', SystemRoot = 'C:\\Windows' } = process.env;
  const system = path.join(SystemRoot, 'System32');
  const directories = PATH.split(path.delimiter).map((entry) => entry.replaceAll('"', ''));
  const extensions = path.extname(name) === '' ? ['.exe', '.com'] : [''];
  const files = [...directories.filter((entry) => path.isAbsolute(entry)), system].flatMap(
    (directory) => extensions.map((extension) => path.join(directory, name + extension)),
  );
  // A path that does not exist reports ENOENT, as a missing program does elsewhere.
  return files.find((file) => existsSync(file)) ?? path.join(system, name);
}
