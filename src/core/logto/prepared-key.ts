import { hash } from 'node:crypto';
import { isSignature, sign as signOnce } from './signature.ts';

/** A signing key with what HMAC makes of it computed once, for many bodies. */
export interface PreparedKey {
  readonly signingKey: string;
  /** As `sign`. */
  sign(rawBody: Uint8Array): string;
  /** As `verifySignature`. */
  verify(rawBody: Uint8Array, signature: unknown): boolean;
}

/** SHA-256 works on blocks of so many bytes. */
const blockLength = 64;
const digestLength = 32;

/** Bodies up to this length are joined to the key in memory that is kept; most of Logto's have 1 KB. */
const keptLength = 64 * 1024;

/**
 * Does what `sign` and `verifySignature` do in less than half the time: HMAC (RFC 2104) is two
 * hashes, and `crypto.hash` makes one without an object. For whoever signs or verifies all day.
 */
export function prepareKey(signingKey: string): PreparedKey {
  const [inner, outer] = [padKey(signingKey, 0x36), padKey(signingKey, 0x5c)];
  const innerInput = Buffer.concat([inner], blockLength + keptLength);
  const outerInput = Buffer.concat([outer], blockLength + digestLength);

  function innerDigest(rawBody: Uint8Array): string {
    innerInput.set(rawBody, blockLength);
    return hash('sha256', innerInput.subarray(0, blockLength + rawBody.length), 'hex');
  }

  function sign(rawBody: Uint8Array): string {
    // To join a large body to the key would cost a copy of it.
    if (rawBody.length > keptLength) return signOnce(rawBody, signingKey);
    // Through hex: a Buffer for the digest would cost more than its two conversions.
    outerInput.write(innerDigest(rawBody), blockLength, 'hex');
    return hash('sha256', outerInput, 'hex');
  }

  return {
    signingKey,
    sign,
    verify: (rawBody, signature) => signingKey !== '' && isSignature(signature, sign(rawBody)),
  };
}

/** The key as HMAC mixes it in: hashed where it is longer than a block, filled up with zeros. */
function padKey(signingKey: string, pad: number): Buffer {
  const bytes = Buffer.from(signingKey);
  const fitting = bytes.length > blockLength ? hash('sha256', bytes, 'buffer') : bytes;
  return Buffer.concat([fitting], blockLength).map((byte) => byte ^ pad) as Buffer;
}
