import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describeReadError, UsageError } from '../core/errors.ts';
import type { Terminal } from './terminal/index.ts';

/**
 * Reads a file or standard input.
 * @param file a path relative to the working directory; `-` or undefined for standard input
 * @throws UsageError if the file cannot be read, or no file is given and standard input is a terminal
 */
export async function readInput(file: string | undefined, terminal: Terminal): Promise<Buffer> {
  if (file === undefined && terminal.interactive) {
    throw new UsageError(
      'No input.',
      `Pass a file, pipe the body in, or use - to type it and end with ${path.sep === '\\' ? 'Ctrl+Z and Enter' : 'Ctrl+D'}.`,
    );
  }
  if (file === undefined || file === '-') return terminal.readStdin();
  try {
    return readFileSync(path.resolve(terminal.cwd, file));
  } catch (error) {
    throw new UsageError(
      describeReadError(file, error),
      'Check its path and permissions, or use - for stdin.',
      { cause: error },
    );
  }
}
