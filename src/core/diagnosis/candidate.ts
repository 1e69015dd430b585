import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Diagnosis } from './cause.ts';

/** The hash algorithms that are confused with one another, with their digest sizes in bytes. */
const digestSizes = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 } as const;

type Bytes = string | Uint8Array;

/** One explanation to try: a way in which the signer may have deviated. */
export interface Candidate {
  /** The body that was signed, if not the one received. */
  readonly body?: Bytes;
  /** The key to sign with, if not the configured one; null for a plain hash without a key. */
  readonly key?: Bytes | null;
  /** SHA-256 unless given. */
  readonly algorithm?: keyof typeof digestSizes;
  /** The diagnosis to report if this candidate reproduces the received digest. */
  readonly diagnosis: Diagnosis;
}

/** Returns whether signing as the candidate describes gives `digest`. */
export function confirms(candidate: Candidate, digest: Uint8Array, body: Bytes, key: Bytes) {
  const algorithm = candidate.algorithm ?? 'sha256';
  if (digest.length !== digestSizes[algorithm]) return false;
  const signingKey = candidate.key === undefined ? key : candidate.key;
  const hash = signingKey === null ? createHash(algorithm) : createHmac(algorithm, signingKey);
  return timingSafeEqual(hash.update(candidate.body ?? body).digest(), digest);
}
