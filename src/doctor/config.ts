import { readFileSync } from 'node:fs';
import path from 'node:path';
import { systemCode } from '../core/errors.ts';
import { type Finding, findingsOf } from './finding.ts';

const name = 'logto-hooks.config.json';

/** Whether the configuration, if there is one, can be read as what it must be: a JSON object. */
export function checkConfig(cwd: string): Finding {
  const config = findingsOf('config', 'Configuration');
  try {
    const content: unknown = JSON.parse(readFileSync(path.join(cwd, name), 'utf8'));
    const isObject = typeof content === 'object' && content !== null && !Array.isArray(content);
    if (isObject) return config.passed(name);
    return config.failed(`${name} holds no JSON object.`, 'Begin it with { and end it with }.');
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return config.skipped(`no ${name}, and none is needed`);
    if (code !== undefined) {
      return config.failed(`${name} cannot be read (${code}).`, 'Mend its permissions.');
    }
    const reason = error instanceof Error ? error.message : String(error);
    return config.failed(`${name} is not JSON: ${reason}.`, 'Mend it there.');
  }
}
