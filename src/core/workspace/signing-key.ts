import { randomInt } from 'node:crypto';
import { UsageError } from '../errors.ts';
import { readDotEnv } from './env/read.ts';
import { createSecretFile } from './secret-file.ts';
import { signingKeyVariable } from './secret-variables.ts';
import { readStateFile, stateFile } from './state-directory.ts';

export interface SigningKey {
  readonly value: string;
  /** Where it came from, for messages: `--signing-key`, `.env` … */
  readonly source: string;
  /** True for the one command that made it. */
  readonly created: boolean;
}

interface Place {
  /** The working directory. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The value of `--signing-key`, if given. */
  readonly flag?: string | undefined;
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * The signing key, first that is set: the flag, the environment, `.env`, `.logto-hooks/signing-key`;
 * the last is created where none is set, so that `listen` in one terminal and `send` in another agree.
 * @throws UsageError when the flag is empty, or the key's file cannot be read or made
 */
export function resolveSigningKey(place: Place): SigningKey {
  if (place.flag === '') throw new UsageError('--signing-key is empty.', 'Pass the key.');
  const [found] = findSigningKeys(place);
  return found ?? createSigningKey(place.cwd);
}

/** Every signing key that is set, in the order of precedence; none is created. */
export function findSigningKeys({ cwd, env, flag }: Place): SigningKey[] {
  const candidates = [
    { value: flag, source: '--signing-key' },
    { value: env[signingKeyVariable], source: `${signingKeyVariable} in the environment` },
    { value: readDotEnv(cwd)[signingKeyVariable], source: `${signingKeyVariable} in .env` },
    { value: readStateFile(cwd, 'signing-key')?.trim(), source: '.logto-hooks/signing-key' },
  ];
  return candidates.flatMap(({ value, source }) =>
    value ? [{ value, source, created: false }] : [],
  );
}

/** 32 characters of [0-9A-Za-z], as Logto makes them. */
export function generateSigningKey(): string {
  return Array.from({ length: 32 }, () => alphabet[randomInt(alphabet.length)]).join('');
}

function createSigningKey(cwd: string): SigningKey {
  const source = '.logto-hooks/signing-key';
  const file = stateFile(cwd, 'signing-key');
  return { ...createSecretFile(file, generateSigningKey()), source };
}
