import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'dotenv';
import { systemCode, UsageError } from '../../errors.ts';
import { isUtf16 } from '../../json/decode-json.ts';
import { envDirectories } from '../project-directory.ts';

type Variables = Readonly<Record<string, string | undefined>>;

export interface EnvFile {
  /** Relative to the working directory: `.env.local`, `../.env`. */
  readonly name: string;
  readonly variables: Variables;
}

/** The env files that frameworks read in development, the first one first (Next.js, Vite, Nuxt, Remix). */
const envFileNames = ['.env.development.local', '.env.local', '.env.development', '.env'] as const;

/**
 * Returns the env files of a project in order of precedence: those nearest to the working directory first,
 * up to the git root.
 * @throws UsageError when one cannot be read
 */
export function readEnvFiles(cwd: string): EnvFile[] {
  return envDirectories(cwd).flatMap((directory) =>
    envFileNames.flatMap((name) => {
      const variables = readEnvFile(path.join(directory, name));
      return variables ? [{ name: path.join(path.relative(cwd, directory), name), variables }] : [];
    }),
  );
}

/** Reads an env file. @returns undefined if it does not exist */
function readEnvFile(file: string): Variables | undefined {
  try {
    const bytes = readFileSync(file);
    if (isUtf16(bytes)) throw new UsageError(`${file} is UTF-16.`, 'Save it as UTF-8.');
    return parseDotEnv(bytes.toString());
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = systemCode(error);
    // `.env` may be a Python virtual environment.
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
    throw new UsageError(`${file} cannot be read (${code}).`, 'Fix its permissions.', {
      cause: error,
    });
  }
}

/** Returns the variables that the text of a .env file sets, as the dotenv package reads it. */
export function parseDotEnv(text: string): Variables {
  return parse(text);
}
