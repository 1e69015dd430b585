import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { envDirectories } from '../project-directory.ts';
import { signingKeyVariable } from '../secret-variables.ts';
import { parseDotEnv } from './read.ts';

/** Every kind of env file that some tool reads, except examples, which have no secrets. */
const envFile = /^(?:\.env(?:\.[\w.-]+)?|\.dev\.vars)$/;
const exampleFile = /\.(?:example|sample|template|dist|defaults|schema)$/;

/** The signing keys that an env file sets. */
export interface EnvFileKeys {
  /** Relative to the working directory. */
  readonly name: string;
  /** As the file sets them, separated at commas; blank if the variable is. */
  readonly keys: readonly string[];
}

/** Returns the env files of a project up to the git root, also those that this tool does not use. */
export function listEnvFiles(cwd: string): string[] {
  return envDirectories(cwd).flatMap((directory) =>
    namesIn(directory)
      .filter((name) => envFile.test(name) && !exampleFile.test(name))
      .sort()
      .map((name) => path.join(path.relative(cwd, directory), name)),
  );
}

/** Returns the signing keys that env files set; files that cannot be read are skipped. */
export function findEnvFileKeys(cwd: string): EnvFileKeys[] {
  return listEnvFiles(cwd).flatMap((name) => {
    try {
      const value = parseDotEnv(readFileSync(path.join(cwd, name), 'utf8'))[signingKeyVariable];
      return value === undefined ? [] : [{ name, keys: value.split(',') }];
    } catch {
      return [];
    }
  });
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // The directory cannot be listed, but its files may be readable.
  }
}
