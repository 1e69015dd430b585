import type { Diagnosis } from '../core/diagnosis/cause.ts';
import { diagnoseSignature } from '../core/diagnosis/diagnose.ts';
import type { KnownKey } from '../core/diagnosis/keys.ts';
import type { RawHeaders } from '../core/http/raw-headers.ts';
import type { PreparedKey } from '../core/logto/prepared-key.ts';
import { signatureHeader } from '../core/logto/signature.ts';
import { once } from '../core/once.ts';
import type { Drift } from '../core/payload/drift.ts';
import { driftOf, identifyPayload, PayloadError } from '../core/payload/parse.ts';
import type { Received } from './request.ts';

/** What the listener makes of a body and its signature. */
export interface Verdict {
  readonly signature: 'valid' | 'invalid' | 'missing';
  /** Why the signature does not match; null where it does. */
  readonly diagnosis: Diagnosis | null;
  /** The parsed body; undefined where it is not JSON. */
  readonly payload: unknown;
  readonly isJson: boolean;
  readonly event: string | null;
  readonly hookId: string | null;
  /** Whether the event is one that this version knows. */
  readonly known: boolean;
  /** Whether it is what the Console's "Send test payload" sends. */
  readonly consoleTest: boolean;
  /** Where the payload is not what Logto promises. Worked out when it is first asked for. */
  readonly drift: () => readonly Drift[];
}

/**
 * Checks the signature over the bytes as received, then reads what they say.
 * @param otherKeys further keys that are set here, for the diagnosis
 */
export function judge(
  received: Received,
  key: PreparedKey,
  otherKeys: readonly KnownKey[],
): Verdict {
  const signature = signatureOf(received.headers);
  // A compressed body may have been signed before or after it was compressed.
  const valid =
    key.verify(received.body, signature) ||
    (received.wireBody !== received.body && key.verify(received.wireBody, signature));
  return {
    signature: valid ? 'valid' : signature === undefined ? 'missing' : 'invalid',
    diagnosis: valid
      ? null
      : diagnoseSignature(received.body, signature, key.signingKey, otherKeys),
    ...readPayload(received.body),
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

const notJson = {
  payload: undefined,
  isJson: false,
  event: null,
  hookId: null,
  known: false,
  consoleTest: false,
  drift: () => [],
} as const;

/** What a body says, whoever signed it. */
export function readPayload(body: Buffer): Omit<Verdict, 'signature' | 'diagnosis'> {
  try {
    const identified = identifyPayload(body);
    const { event, known, consoleTest, payload } = identified;
    const drift = once(() => driftOf(identified));
    return { payload, isJson: true, event, hookId: hookIdOf(payload), known, consoleTest, drift };
  } catch (error) {
    if (error instanceof PayloadError) return notJson;
    throw error;
  }
}

function hookIdOf(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null || !('hookId' in payload)) return null;
  return typeof payload.hookId === 'string' ? payload.hookId : null;
}
