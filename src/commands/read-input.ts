import { readFileSync } from 'node:fs';
import path from 'node:path';
import { systemCode, UsageError } from '../core/errors.ts';
import type { Terminal } from '../terminal.ts';

/**
 * The bytes of a file, or of standard input for `-`.
 * @throws UsageError when it cannot be read
 */
export async function readInput(file: string, terminal: Terminal): Promise<Buffer> {
  if (file === '-') return terminal.readStdin();
  try {
    return readFileSync(path.resolve(terminal.cwd, file));
  } catch (error) {
    throw new UsageError(
      `${file} cannot be read (${systemCode(error) ?? String(error)}).`,
      "Name a file, or '-' for standard input.",
      { cause: error },
    );
  }
}
