import { statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../core/errors.ts';
import { findSigningKeys, type SigningKey } from '../core/workspace/signing-key.ts';
import { type Finding, findingsOf } from './finding.ts';

interface Place {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Logto's column holds so many characters (measured on 1.42). */
const longestKey = 64;

/** Which signing key is used, and what is odd about it; the key itself is never told. */
export function checkSigningKeys(place: Place): Finding[] {
  const about = findingsOf('signing-key', 'Signing key');
  let keys: SigningKey[];
  try {
    keys = findSigningKeys(place);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [about.failed(error.message, error.remedy)];
  }
  const [used, ...others] = keys;
  if (!used) return [about.passed('none yet; the first command that needs one makes it')];
  return [checkKey(used, others), ...checkKeyFile(place.cwd)];
}

function checkKey({ value, source }: SigningKey, others: readonly SigningKey[]): Finding {
  const about = findingsOf('signing-key', 'Signing key');
  if (/^\s|\s$|^(["'`]).*\1$/.test(value)) {
    return about.failed(
      `${source} begins or ends with white space or quotation marks, which then are part of the key.`,
      'Remove them.',
    );
  }
  if (value.length > longestKey) {
    return about.failed(
      `${source} has ${value.length} characters; no key of Logto has more than ${longestKey}.`,
      "Copy the key again from the webhook's page in Logto's Console.",
    );
  }
  const ignored = others.filter((other) => other.value !== value).map((other) => other.source);
  if (ignored.length === 0) return about.passed(source);
  return about.warned(
    `${source}; another one in ${ignored.join(' and ')} is not used.`,
    "Keep the one that Logto's Console shows for your webhook, and remove the other.",
  );
}

/** Others on this machine must not read the key. */
function checkKeyFile(cwd: string): Finding[] {
  const mode = statSync(path.join(cwd, '.logto-hooks', 'signing-key'), { throwIfNoEntry: false });
  // Windows has no such bits: it tells 0666 of every file.
  if (!mode || path.sep === '\\' || (mode.mode & 0o077) === 0) return [];
  const about = findingsOf('signing-key-file', 'Key file');
  return [
    about.warned(
      'Others on this machine can read .logto-hooks/signing-key.',
      'chmod 600 .logto-hooks/signing-key',
    ),
  ];
}
