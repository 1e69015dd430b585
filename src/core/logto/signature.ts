import { createHmac, timingSafeEqual } from 'node:crypto';

/** The header that carries the signature (measured on Logto 1.43). */
export const signatureHeader = 'logto-signature-sha-256';

/**
 * Returns the signature that Logto sends: HMAC-SHA256 over the raw body bytes in lowercase hexadecimal.
 * @param rawBody the body exactly as sent; a string is encoded as UTF-8
 * @param signingKey the webhook's signing key, used as UTF-8 text
 * @throws TypeError for a body that is neither text nor bytes, such as one already parsed
 */
export function sign(rawBody: string | Uint8Array, signingKey: string): string {
  return createHmac('sha256', signingKey).update(rawBody).digest('hex');
}

/**
 * Returns whether `signature` is what Logto would send for these bytes, compared in constant time. No value of
 * `signature` makes it throw. An empty key verifies nothing, because anyone could sign with it.
 * @param signature the header's value as received, of any type
 * @throws TypeError for a body that is neither text nor bytes, such as one already parsed
 */
export function verifySignature(
  rawBody: string | Uint8Array,
  signature: unknown,
  signingKey: string,
): boolean {
  if (signingKey === '') return false;
  const expected = sign(rawBody, signingKey);
  if (typeof signature !== 'string' || !/^[\da-f]{64}$/.test(signature)) return false;
  return timingSafeEqual(Buffer.from(expected), Buffer.from(signature));
}
