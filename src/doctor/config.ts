import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../cli/config/schema.ts';
import { systemCode, UsageError } from '../core/errors.ts';
import { parseEndpoint } from '../core/http/parse-url.ts';
import { decodeJson } from '../core/json/decode-json.ts';
import { projectDirectory } from '../core/workspace/project-directory.ts';
import { type Finding, findingsOf } from './finding.ts';

const name = 'logto-hooks.config.json';

/** The app's settings in the configuration. */
export interface ExpectedWebhook {
  /** The app's URL. */
  readonly url?: URL | undefined;
  /** The patterns of the events that the app handles. */
  readonly events?: readonly string[] | undefined;
}

/** Parses a configuration. @throws UsageError if it is invalid */
export type ParseConfiguration = (text: string, file: string) => ExpectedWebhook;

/**
 * Returns the app's settings in the `test` section.
 * @param file the name of the file, for messages
 * @throws UsageError if its URL is invalid
 */
export function expectedWebhook({ test }: Config, file: string): ExpectedWebhook {
  const { to, events } = test ?? {};
  const expected = { events: events === undefined ? undefined : [events].flat() };
  try {
    return to === undefined ? expected : { ...expected, url: parseEndpoint(String(to)) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${file}: test.to: ${error.message}`, error.remedy, { cause: error });
  }
}

/** Checks the configuration and returns the app's settings. */
export function checkConfig(
  cwd: string,
  parse: ParseConfiguration,
): { finding: Finding; expected: ExpectedWebhook } {
  const about = findingsOf('config', 'Configuration');
  const without = (finding: Finding) => ({ finding, expected: {} });
  try {
    const text = decodeJson(readFileSync(path.join(projectDirectory(cwd), name)));
    return { expected: parse(text, name), finding: about.passed(name) };
  } catch (error) {
    if (error instanceof UsageError) return without(about.failed(error.message, error.remedy));
    if (error instanceof SyntaxError)
      return without(about.failed(`${name} is not JSON: ${error.message}.`));
    const code = systemCode(error);
    if (code === 'ENOENT') return without(about.skipped(`no ${name} (optional)`));
    if (code === undefined) throw error;
    return without(about.failed(`${name} cannot be read (${code}).`, 'Fix its permissions.'));
  }
}
