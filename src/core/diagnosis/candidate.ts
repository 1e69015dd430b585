import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Diagnosis } from './cause.ts';

/** The digests people mistake for one another, with their sizes in bytes. */
const digestSizes = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 } as const;

type Bytes = string | Uint8Array;

/** One explanation to be tried: how the signer's work would differ from ours. */
export interface Candidate {
  /** What would have been signed, if not the body here. */
  readonly body?: Bytes;
  /** The key it would have been signed with, if not ours; null for a plain hash without any. */
  readonly key?: Bytes | null;
  /** SHA-256 unless given. */
  readonly algorithm?: keyof typeof digestSizes;
  /** What holds if this candidate's digest is the one received. */
  readonly diagnosis: Diagnosis;
}

/** Whether signing as the candidate says gives `digest`. */
export function confirms(candidate: Candidate, digest: Uint8Array, body: Bytes, key: Bytes) {
  const algorithm = candidate.algorithm ?? 'sha256';
  if (digest.length !== digestSizes[algorithm]) return false;
  const signingKey = candidate.key === undefined ? key : candidate.key;
  const hash = signingKey === null ? createHash(algorithm) : createHmac(algorithm, signingKey);
  return timingSafeEqual(hash.update(candidate.body ?? body).digest(), digest);
}
