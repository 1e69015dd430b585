import type { DeliveryRequest, Verification } from '../core/delivery.ts';
import { diagnoseKeys, findMatchingKey } from '../core/diagnosis/diagnose-keys.ts';
import type { KnownKey } from '../core/diagnosis/keys.ts';
import type { RawHeaders } from '../core/http/raw-headers.ts';
import { signatureHeader } from '../core/logto/signature.ts';
import { readPayload } from '../core/payload/read.ts';

/**
 * Checks the signature over the bytes as received, then reads the payload.
 * @param keys any of them may have signed
 * @param otherKeys keys that are set but not accepted, for the diagnosis
 */
export function verifyDelivery(
  request: DeliveryRequest,
  keys: readonly KnownKey[],
  otherKeys: readonly KnownKey[],
): Verification {
  const { body, wireBody } = request;
  const signature = signatureOf(request.headers);
  // A compressed body may have been signed before or after it was compressed.
  const key =
    findMatchingKey(body, signature, keys) ??
    (wireBody === body ? undefined : findMatchingKey(wireBody, signature, keys));
  return {
    signature: key ? 'valid' : signature === undefined ? 'missing' : 'invalid',
    key: key?.source ?? null,
    diagnosis: key ? null : diagnoseKeys(body, signature, keys, otherKeys),
    ...readPayload(body, key !== undefined),
  };
}

/** Returns the header's value; an array if it was sent several times. */
function signatureOf(headers: RawHeaders): string | string[] | undefined {
  const values: string[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    if (headers[i]?.toLowerCase() === signatureHeader) values.push(headers[i + 1] ?? '');
  }
  return values.length > 1 ? values : values[0];
}
