import { timingSafeEqual } from 'node:crypto';
import { sign, verifySignature } from '../logto/signature.ts';
import { algorithmCandidates } from './algorithms.ts';
import { byteCandidates } from './bytes.ts';
import { type Candidate, confirms } from './candidate.ts';
import type { Diagnosis } from './cause.ts';
import { encodingCandidates } from './encodings.ts';
import {
  defectiveSignature,
  emptySignature,
  missingSignature,
  notHexSignature,
  type ReadSignature,
  readSignature,
  repeatedSignature,
  repeatedValues,
  signatureOfLength,
  withDefects,
} from './header.ts';
import { jsonCandidates } from './json.ts';
import { type KnownKey, keyCandidates } from './keys.ts';

/** The most bytes to sign while searching for a cause: about 25 ms of work. */
const searchLimit = 32 * 1024 ** 2;

/**
 * Explains why a signature does not match. It names a cause only if recomputing the signature that way
 * reproduces the received one. Messages contain neither key nor signature. Work is bounded, and no input makes
 * it throw.
 *
 * The result is for the owner of the key: do not send it back to the sender of the request.
 * @param rawBody the body as received; a string is encoded as UTF-8
 * @param signature the header's value, or an array if the header was sent several times
 * @param otherKeys other keys that the signer may have used, with their sources for the message
 * @returns null when the signature is valid
 */
export function diagnoseSignature(
  rawBody: string | Uint8Array,
  signature: unknown,
  signingKey: string,
  otherKeys: readonly KnownKey[] = [],
): Diagnosis | null {
  const values = repeatedValues(signature);
  const [value] = values;
  if (values.length > 1) {
    const expected = sign(rawBody, signingKey); // Computed once for all values.
    return repeatedSignature(signingKey !== '' && values.some((each) => isSame(each, expected)));
  }
  if (verifySignature(rawBody, value, signingKey)) return null;
  if (value === undefined || value === null) return missingSignature;
  if (typeof value !== 'string') return notHexSignature;
  if (value.trim() === '') return emptySignature;
  if (signingKey === '') return missingKey;

  const body = Buffer.from(rawBody);
  const parsed = readSignature(value);
  const confirmed = search(parsed, body, signingKey, otherKeys);
  return confirmed ?? unexplained(parsed, sign(body, signingKey), body);
}

function search(
  parsed: ReadSignature,
  body: Buffer,
  signingKey: string,
  otherKeys: readonly KnownKey[],
): Diagnosis | undefined {
  const { digest, defects } = parsed;
  if (!digest) return undefined;
  let searched = 0;
  for (const candidate of candidatesFor(parsed, body, signingKey, otherKeys)) {
    if (confirms(candidate, digest, body, signingKey))
      return withDefects(candidate.diagnosis, defects);
    searched += (candidate.body ?? body).length;
    if (searched > searchLimit) return undefined;
  }
  return undefined;
}

/** Yields candidates, the likeliest and simplest first, because the first match is reported. */
function* candidatesFor(
  { digest, defects }: ReadSignature,
  body: Buffer,
  signingKey: string,
  otherKeys: readonly KnownKey[],
): Generator<Candidate> {
  if (digest?.length !== 32) return yield* algorithmCandidates(body, signingKey);
  const [defect, ...others] = defects;
  if (defect) yield { diagnosis: defectiveSignature([defect, ...others]) };
  yield* keyCandidates(signingKey, otherKeys);
  yield* byteCandidates(body);
  yield* algorithmCandidates(body, signingKey);
  yield* encodingCandidates(body);
  yield* jsonCandidates(body);
}

function unexplained({ text, isHex }: ReadSignature, expected: string, body: Buffer): Diagnosis {
  if (!isHex) return notHexSignature;
  if (text.length !== expected.length) {
    return signatureOfLength(text.length, isPrefix(text, expected));
  }
  if (body.length === 0) return emptyBody;
  return {
    cause: 'unknown',
    message: 'Cause unknown: the signing keys differ, or the body changed in transit.',
    remedy:
      "Compare the signing key with the one in Logto's Console, and make sure the raw body is verified exactly as it was sent.",
  };
}

const emptyBody: Diagnosis = {
  cause: 'body-empty',
  message: 'The body is empty and the signature is not its own. Logto never sends an empty body.',
  remedy: 'Read the raw body before anything else does: a stream can be read only once.',
};

const missingKey: Diagnosis = {
  cause: 'key-missing',
  message: 'The signing key is empty, so no signature can be verified.',
  remedy: "Set the webhook's signing key from Logto's Console.",
};

/**
 * Returns whether a text is a prefix of the signature, of at least 16 characters: guessing them takes 2^64
 * attempts.
 */
function isPrefix(text: string, expected: string): boolean {
  return text.length >= 16 && isSame(text, expected.slice(0, text.length));
}

/** Compares in constant time. */
function isSame(actual: unknown, expected: string): boolean {
  if (typeof actual !== 'string' || actual.length !== expected.length) return false;
  const [a, b] = [Buffer.from(actual), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
