import type { DeliveryRequest, Verification } from '../core/delivery.ts';
import { diagnoseSignature } from '../core/diagnosis/diagnose.ts';
import type { KnownKey } from '../core/diagnosis/keys.ts';
import type { RawHeaders } from '../core/http/raw-headers.ts';
import { signatureHeader, verifySignature } from '../core/logto/signature.ts';
import { readPayload } from '../core/payload/read.ts';

/**
 * Checks the signature over the bytes as received, then reads what they say.
 * @param otherKeys further keys that are set here, for the diagnosis
 */
export function verifyDelivery(
  request: DeliveryRequest,
  signingKey: string,
  otherKeys: readonly KnownKey[],
): Verification {
  const signature = signatureOf(request.headers);
  // A compressed body may have been signed before or after it was compressed.
  const valid =
    verifySignature(request.body, signature, signingKey) ||
    (request.wireBody !== request.body && verifySignature(request.wireBody, signature, signingKey));
  return {
    signature: valid ? 'valid' : signature === undefined ? 'missing' : 'invalid',
    diagnosis: valid ? null : diagnoseSignature(request.body, signature, signingKey, otherKeys),
    ...readPayload(request.body, valid),
  };
}

/** The header's value; a list where it was sent more than once. */
function signatureOf(headers: RawHeaders): string | string[] | undefined {
  const values: string[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    if (headers[i]?.toLowerCase() === signatureHeader) values.push(headers[i + 1] ?? '');
  }
  return values.length > 1 ? values : values[0];
}
