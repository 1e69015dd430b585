import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { describeReadError, UsageError } from '../../core/errors.ts';
import { decodeJson } from '../../core/json/decode-json.ts';
import { projectDirectory } from '../../core/workspace/project-directory.ts';
import type { Terminal } from '../terminal/index.ts';

const configFile = 'logto-hooks.config.json';

/**
 * Sets the options that the command line leaves open from `logto-hooks.config.json` in the project
 * directory, or from the file of `--config`.
 * @param name the name of the top-level command; only some have a section in the file
 * @throws UsageError if the file cannot be read or is invalid
 */
export async function configure(
  name: string,
  command: CommandUnknownOpts,
  terminal: Pick<Terminal, 'cwd' | 'env'>,
): Promise<void> {
  if (name !== 'listen' && name !== 'send' && name !== 'test' && name !== 'tenant') return;
  const { cwd } = terminal;
  const named: unknown = command.getOptionValue('config');
  const file = typeof named === 'string' ? named : configFile;
  const place = path.resolve(typeof named === 'string' ? cwd : projectDirectory(cwd), file);
  if (named === undefined && !existsSync(place)) return;
  const text = readText(place, file);
  // zod takes 20 ms to load.
  const { applyConfig } = await import('./apply.ts');
  applyConfig({ text, file }, name, command, terminal);
}

function readText(place: string, file: string): string {
  try {
    return decodeJson(readFileSync(place));
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new UsageError(`${file} is not JSON: ${error.message}.`);
    throw new UsageError(describeReadError(file, error), 'Check its path and permissions.', {
      cause: error,
    });
  }
}
