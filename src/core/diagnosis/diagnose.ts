import { timingSafeEqual } from 'node:crypto';
import { sign, verifySignature } from '../logto/signature.ts';
import { algorithmCandidates } from './algorithms.ts';
import { byteCandidates } from './bytes.ts';
import { type Candidate, confirms } from './candidate.ts';
import type { Diagnosis } from './cause.ts';
import { encodingCandidates } from './encodings.ts';
import {
  besides,
  defectiveSignature,
  emptySignature,
  missingSignature,
  notHexSignature,
  type ReadSignature,
  readSignature,
  repeatedSignature,
  repeatedValues,
  signatureOfLength,
} from './header.ts';
import { jsonCandidates } from './json.ts';
import { type KnownKey, keyCandidates } from './keys.ts';

/** How many bytes are signed in search of a cause, at most: 50 ms of work. */
const searchLimit = 64 * 1024 ** 2;

/**
 * Why a signature does not match, in words for the developer. A cause is named only where computing
 * the signature anew in that way gives the one received; messages carry neither key nor signature.
 * Work is bounded and nothing throws, whatever was received.
 *
 * It speaks to the owner of the key: an answer to whoever sent the request should not carry it.
 * @param rawBody the body as received; a string stands for its UTF-8 bytes
 * @param signature the header's value; an array where it was sent several times
 * @param otherKeys further keys that the signer may have used, with their sources for the message
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
    const right = sign(rawBody, signingKey); // Once, however many values there are.
    return repeatedSignature(signingKey !== '' && values.some((each) => isSame(each, right)));
  }
  if (verifySignature(rawBody, value, signingKey)) return null;
  if (value === undefined || value === null) return missingSignature;
  if (typeof value !== 'string') return notHexSignature;
  if (value.trim() === '') return emptySignature;
  if (signingKey === '') return missingKey;

  const body = Buffer.from(rawBody);
  const received = readSignature(value);
  const confirmed = search(received, body, signingKey, otherKeys);
  return confirmed ?? unexplained(received, sign(body, signingKey), body);
}

function search(
  received: ReadSignature,
  body: Buffer,
  signingKey: string,
  otherKeys: readonly KnownKey[],
): Diagnosis | undefined {
  const { digest, defects } = received;
  if (!digest) return undefined;
  let searched = 0;
  for (const candidate of candidatesFor(received, body, signingKey, otherKeys)) {
    if (confirms(candidate, digest, body, signingKey)) return besides(candidate.diagnosis, defects);
    searched += (candidate.body ?? body).length;
    if (searched > searchLimit) return undefined;
  }
  return undefined;
}

/** The likeliest and the simplest first: of two explanations of the same bytes the first is told. */
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
    return signatureOfLength(text.length, isBeginning(text, expected));
  }
  if (body.length === 0) return emptyBody;
  return {
    cause: 'unknown',
    message:
      'No known cause was found: it was signed with another key, or the body changed on the way.',
    remedy:
      "Compare the signing key with the one that Logto's Console shows for this webhook, and check the raw body, byte for byte as it was sent.",
  };
}

const emptyBody: Diagnosis = {
  cause: 'body-empty',
  message: 'The body here is empty, and this is not its signature; Logto never sends an empty one.',
  remedy: 'Take the raw body before anything else reads it: a stream can be read only once.',
};

const missingKey: Diagnosis = {
  cause: 'key-missing',
  message: 'The signing key here is empty, so no signature can be verified.',
  remedy: "Set the signing key that Logto's Console shows for this webhook.",
};

/** Told from 16 characters on: to find those by trial, 2^64 guesses would be needed. */
function isBeginning(text: string, expected: string): boolean {
  return text.length >= 16 && isSame(text, expected.slice(0, text.length));
}

/** Compares in constant time. */
function isSame(received: unknown, expected: string): boolean {
  if (typeof received !== 'string' || received.length !== expected.length) return false;
  const [a, b] = [Buffer.from(received), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
