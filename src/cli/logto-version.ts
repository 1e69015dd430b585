import { Option } from '@commander-js/extra-typings';
import type { VersionText } from '../core/logto/catalog/entry.ts';
import { parseLogtoVersion } from '../core/logto/versions.ts';
import { read } from './options.ts';

const variable = 'LOGTO_VERSION';

export const logtoOption = new Option(
  '--logto <version>',
  `Use the events and fields of this Logto version (default: ${variable}, else the newest)`,
).argParser(read(parseLogtoVersion));

/**
 * Returns the Logto version that the user asked for: `--logto`, else LOGTO_VERSION.
 * @throws UsageError if LOGTO_VERSION is not a version
 */
export function wantedLogtoVersion(
  flag: VersionText | undefined,
  env: Readonly<Record<string, string | undefined>>,
): VersionText | undefined {
  const text = env[variable]?.trim();
  return flag ?? (text ? parseLogtoVersion(text, variable) : undefined);
}
