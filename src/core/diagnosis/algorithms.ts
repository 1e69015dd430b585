import type { Candidate } from './candidate.ts';

const names = { sha1: 'SHA-1', sha384: 'SHA-384', sha512: 'SHA-512' } as const;
const useHmac = 'Compute HMAC-SHA256 over the raw body, with the signing key as its key.';

/** Yields the right key and body with the wrong algorithm. */
export function* algorithmCandidates(body: Uint8Array, key: string): Generator<Candidate> {
  for (const algorithm of ['sha1', 'sha384', 'sha512'] as const) {
    yield {
      algorithm,
      diagnosis: {
        cause: 'algorithm-other',
        message: `This is an HMAC with ${names[algorithm]} instead of SHA-256.`,
        remedy: useHmac,
      },
    };
  }
  for (const algorithm of ['sha256', 'sha1', 'sha512'] as const) {
    yield { algorithm, key: null, diagnosis: hashOf('the body without a key') };
  }
  for (const joined of [
    Buffer.concat([Buffer.from(key), body]),
    Buffer.concat([body, Buffer.from(key)]),
  ]) {
    yield { key: null, body: joined, diagnosis: hashOf('the key and body joined') };
  }
  yield {
    key: body,
    body: key,
    diagnosis: {
      cause: 'algorithm-swapped',
      message: 'This is an HMAC with key and body swapped: the body was used as the key.',
      remedy: useHmac,
    },
  };
}

function hashOf(what: string) {
  return {
    cause: 'algorithm-without-key',
    message: `This is a plain hash of ${what}, not an HMAC.`,
    remedy: useHmac,
  } as const;
}
