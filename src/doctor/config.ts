import { readFileSync } from 'node:fs';
import path from 'node:path';
import { systemCode, UsageError } from '../core/errors.ts';
import { type Finding, findingsOf } from './finding.ts';

const name = 'logto-hooks.config.json';

/** Reads a configuration. @throws UsageError where it is no good */
export type ParseConfiguration = (text: string, file: string) => unknown;

/** Whether the configuration, if there is one, can be read as what it must be. */
export function checkConfig(cwd: string, parse: ParseConfiguration): Finding {
  const config = findingsOf('config', 'Configuration');
  try {
    parse(readFileSync(path.join(cwd, name), 'utf8'), name);
    return config.passed(name);
  } catch (error) {
    if (error instanceof UsageError) return config.failed(error.message, error.remedy);
    const code = systemCode(error);
    if (code === 'ENOENT') return config.skipped(`no ${name}, and none is needed`);
    if (code === undefined) throw error;
    return config.failed(`${name} cannot be read (${code}).`, 'Mend its permissions.');
  }
}
