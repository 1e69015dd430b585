import { verifySignature } from '../logto/signature.ts';
import type { Diagnosis } from './cause.ts';
import { diagnoseSignature } from './diagnose.ts';
import type { KnownKey } from './keys.ts';

/** The most keys to diagnose; each search takes up to 25 ms. */
const maxSearched = 8;

/**
 * Returns the key that signed these bytes; undefined if none did.
 * @param signature the header's value as received, of any type
 */
export function findMatchingKey<Key extends KnownKey>(
  rawBody: Uint8Array,
  signature: unknown,
  keys: readonly Key[],
): Key | undefined {
  return keys.find(({ value }) => verifySignature(rawBody, signature, value));
}

/**
 * Explains why a signature matches none of several keys, as `diagnoseSignature` does for one.
 * @param otherKeys keys that are set but not accepted
 * @returns null if a key matches
 */
export function diagnoseKeys(
  rawBody: Uint8Array,
  signature: unknown,
  keys: readonly KnownKey[],
  otherKeys: readonly KnownKey[] = [],
): Diagnosis | null {
  let unexplained: Diagnosis | null = null;
  for (const { value, source } of keys.slice(0, maxSearched)) {
    const diagnosis = diagnoseSignature(rawBody, signature, value, otherKeys);
    if (diagnosis === null) return null;
    if (!unconfirmed.has(diagnosis.cause)) return named(diagnosis, keys, source);
    unexplained ??= diagnosis;
  }
  return unexplained;
}

/** Causes that do not explain the signature, so the next key is tried. */
const unconfirmed = new Set<string>(['unknown', 'signature-not-hex', 'signature-length']);

/** Adds the key's source to the message, unless the cause is in the header and so the same for every key. */
function named(diagnosis: Diagnosis, keys: readonly KnownKey[], source: string): Diagnosis {
  const isAboutHeader = diagnosis.cause.startsWith('signature-');
  if (keys.length === 1 || isAboutHeader || diagnosis.cause === 'key-other') return diagnosis;
  return { ...diagnosis, message: `${diagnosis.message} Key: ${source}.` };
}
