import { sign } from '../../src/logto/signature.ts';

export const signingKey = 'a-signing-key-for-tests';

/** The payload of a sign-up. */
export const userCreated = {
  event: 'User.Created',
  createdAt: '2026-01-02T03:04:05.678Z',
  interactionEvent: 'Register',
  userAgent: 'Mozilla/5.0',
  applicationId: 'app_1',
  sessionId: 'session_1',
  ip: '203.0.113.7',
  data: { id: 'user_1', primaryEmail: 'ada@example.com', name: 'Ada Lovelace' },
  hookId: 'hook_1',
};

export interface SignedDelivery {
  readonly rawBody: Buffer<ArrayBuffer>;
  readonly signature: string;
}

/** Returns the bytes that Logto sends for a payload, and their signature. */
export function signed(payload: unknown, key = signingKey): SignedDelivery {
  return signedBytes(JSON.stringify(payload), key);
}

/** Returns a body and its signature. */
export function signedBytes(body: string, key = signingKey): SignedDelivery {
  return { rawBody: Buffer.from(body), signature: sign(body, key) };
}

/** Sends a delivery over HTTP as Logto does. */
export function deliver(url: string, { rawBody, signature }: SignedDelivery): Promise<Response> {
  return fetch(new URL('/webhooks/logto', url), {
    method: 'POST',
    body: rawBody,
    headers: {
      'content-type': 'application/json',
      'logto-signature-sha-256': signature,
    },
  });
}
