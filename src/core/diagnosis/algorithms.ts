import type { Candidate } from './candidate.ts';

const names = { sha1: 'SHA-1', sha384: 'SHA-384', sha512: 'SHA-512' } as const;
const useHmac = 'Compute an HMAC with SHA-256 of the raw body, with the signing key as its key.';

/** Right key and right body, wrong computation. */
export function* algorithmCandidates(body: Uint8Array, key: string): Generator<Candidate> {
  for (const algorithm of ['sha1', 'sha384', 'sha512'] as const) {
    yield {
      algorithm,
      diagnosis: {
        cause: 'algorithm-other',
        message: `It is an HMAC with ${names[algorithm]} instead of SHA-256.`,
        remedy: useHmac,
      },
    };
  }
  for (const algorithm of ['sha256', 'sha1', 'sha512'] as const) {
    yield { algorithm, key: null, diagnosis: hashOf('the body alone, with no key') };
  }
  for (const joined of [
    Buffer.concat([Buffer.from(key), body]),
    Buffer.concat([body, Buffer.from(key)]),
  ]) {
    yield { key: null, body: joined, diagnosis: hashOf('key and body joined') };
  }
  yield {
    key: body,
    body: key,
    diagnosis: {
      cause: 'algorithm-swapped',
      message: 'It is an HMAC with key and body swapped: the body served as the key.',
      remedy: useHmac,
    },
  };
}

function hashOf(what: string) {
  return {
    cause: 'algorithm-without-key',
    message: `It is a plain hash of ${what}, and no HMAC.`,
    remedy: useHmac,
  } as const;
}
