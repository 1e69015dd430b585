import { sign } from '../../src/logto/signature.ts';

export const signingKey = 'a-signing-key-for-tests';

/** A payload as Logto sends it when somebody signs up. */
export const userCreated = {
  event: 'User.Created',
  createdAt: '2026-01-02T03:04:05.678Z',
  interactionEvent: 'Register',
  userAgent: 'Mozilla/5.0',
  applicationId: 'app_1',
  sessionId: 'session_1',
  ip: '203.0.113.7',
  data: {
    id: 'user_1',
    username: null,
    primaryEmail: 'ada@example.com',
    primaryPhone: null,
    name: 'Ada Lovelace',
    avatar: null,
    customData: {},
    identities: {},
    lastSignInAt: null,
    createdAt: 1767323045678,
    updatedAt: 1767323045678,
    profile: {},
    applicationId: 'app_1',
    isSuspended: false,
  },
  hookId: 'hook_1',
};

export interface SignedDelivery {
  readonly rawBody: Buffer<ArrayBuffer>;
  readonly signature: string;
}

/** The bytes Logto would send for a payload, and their signature. */
export function signed(payload: unknown, key = signingKey): SignedDelivery {
  return signedBytes(JSON.stringify(payload), key);
}

/** A body of your own, and its signature. */
export function signedBytes(body: string, key = signingKey): SignedDelivery {
  return { rawBody: Buffer.from(body), signature: sign(body, key) };
}

/** Delivers over HTTP, as Logto does; anything may be made different. */
export function deliver(
  url: string,
  { rawBody, signature }: SignedDelivery,
  init: RequestInit = {},
): Promise<Response> {
  return fetch(new URL('/webhooks/logto', url), {
    method: 'POST',
    body: rawBody,
    headers: {
      'content-type': 'application/json',
      'logto-signature-sha-256': signature,
    },
    ...init,
  });
}
