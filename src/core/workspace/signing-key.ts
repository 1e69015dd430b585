import { randomInt } from 'node:crypto';
import { UsageError } from '../errors.ts';
import { findDistantKeys, findEnvFileKeys } from './env/find-keys.ts';
import { readEnvFiles } from './env/read.ts';
import { createSecretFile } from './secret-file.ts';
import { signingKeyVariable } from './secret-variables.ts';
import { readStateFile, stateFile } from './state-directory.ts';

export interface SigningKey {
  readonly value: string;
  /** Where it is set, for messages: `--signing-key`, `LOGTO_WEBHOOK_SIGNING_KEY in .env #2` … */
  readonly source: string;
  /** True only for the command that created it. */
  readonly created: boolean;
  /** For a key that was created: the files with another key, which this tool does not read here. */
  readonly elsewhere?: readonly string[];
}

interface Place {
  /** The working directory. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The values of `--signing-key`, if given. */
  readonly flag?: string | readonly string[] | undefined;
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * Returns the keys from the first place that sets any: the flag, the environment, env files,
 * `.logto-hooks/signing-key`. The last one is created if no key is set, so that `listen` in one terminal
 * and `send` in another agree. Several keys are for several webhooks, or for a key that is being rotated.
 * @throws UsageError if a key is empty, or the key's file cannot be read or created
 */
export function resolveSigningKeys(place: Place): readonly [SigningKey, ...SigningKey[]] {
  for (const { source, values } of keyPlaces(place)) {
    if (values === undefined) continue;
    const [first, ...others] = nameKeys(source, values);
    if (first && values.every((value) => value.trim() !== '')) return [first, ...others];
    throw new UsageError(
      `${source} is empty.`,
      "Set it to the webhook's signing key from Logto's Console, or remove it.",
    );
  }
  return [createSigningKey(place.cwd)];
}

/**
 * Returns the key that signs: the first one of `resolveSigningKeys`.
 * @throws UsageError as `resolveSigningKeys` does
 */
export function resolveSigningKey(place: Place): SigningKey {
  return resolveSigningKeys(place)[0];
}

/** Returns every signing key that is set, in the order of precedence; creates none. */
export function findSigningKeys(place: Place): SigningKey[] {
  return keyPlaces(place).flatMap(({ source, values = [] }) => nameKeys(source, values));
}

interface KeyPlace {
  readonly source: string;
  /** Undefined if no key is set there. */
  readonly values: readonly string[] | undefined;
}

function keyPlaces({ cwd, env, flag }: Place): KeyPlace[] {
  const stored = readStateFile(cwd, 'signing-key')?.trim();
  return [
    { source: '--signing-key', values: flag === undefined ? undefined : [flag].flat() },
    {
      source: `${signingKeyVariable} in the environment`,
      values: env[signingKeyVariable]?.split(','),
    },
    ...readEnvFiles(cwd).map(({ name, variables }) => ({
      source: `${signingKeyVariable} in ${name}`,
      values: variables[signingKeyVariable]?.split(','),
    })),
    { source: '.logto-hooks/signing-key', values: stored ? [stored] : undefined },
  ];
}

function nameKeys(source: string, values: readonly string[]): SigningKey[] {
  return values
    .map((value, index) => ({
      value: values.length > 1 ? value.trim() : value,
      source: values.length > 1 ? `${source} #${index + 1}` : source,
      created: false,
    }))
    .filter(({ value }) => value.trim() !== '');
}

/** Returns 32 characters of [0-9A-Za-z], as Logto creates them. */
export function generateSigningKey(): string {
  return Array.from({ length: 32 }, () => alphabet[randomInt(alphabet.length)]).join('');
}

function createSigningKey(cwd: string): SigningKey {
  const source = '.logto-hooks/signing-key';
  const file = stateFile(cwd, 'signing-key');
  const elsewhere = [...findEnvFileKeys(cwd), ...findDistantKeys(cwd)].map(({ name }) => name);
  return { ...createSecretFile(file, generateSigningKey()), source, elsewhere };
}
