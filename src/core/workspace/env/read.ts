import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'dotenv';
import { systemCode, UsageError } from '../../errors.ts';

/**
 * Returns the variables that a directory's `.env` sets; none if there is no such file.
 * @throws UsageError when it cannot be read
 */
export function readDotEnv(directory: string): Readonly<Record<string, string | undefined>> {
  const file = path.join(directory, '.env');
  try {
    return parseDotEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    const code = systemCode(error);
    // `.env` may be a Python virtual environment.
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return {};
    throw new UsageError(`${file} cannot be read (${code}).`, 'Fix its permissions.', {
      cause: error,
    });
  }
}

/** Returns the variables that the text of a .env file sets, as the dotenv package reads it. */
export function parseDotEnv(text: string): Readonly<Record<string, string | undefined>> {
  return parse(text);
}
