import type { CustomHeaders } from '../../../core/logto/request-headers.ts';

/** Headers in which other senders of webhooks put the time of a delivery. */
const timestampNames = [
  ...[
    'logto-timestamp',
    'x-logto-timestamp',
    'logto-request-timestamp',
    'x-logto-request-timestamp',
  ],
  ...['logto-signature-timestamp', 'x-logto-signature-timestamp', 'logto-webhook-timestamp'],
  ...['webhook-timestamp', 'x-webhook-timestamp', 'svix-timestamp', 'x-slack-request-timestamp'],
  ...[
    'x-timestamp',
    'timestamp',
    'x-request-timestamp',
    'x-signature-timestamp',
    'x-hook-timestamp',
  ],
];

const idNames = [
  ...[
    'logto-delivery-id',
    'logto-delivery',
    'logto-webhook-id',
    'logto-hook-id',
    'logto-request-id',
  ],
  ...['logto-event-id', 'x-logto-delivery', 'x-logto-delivery-id', 'x-logto-hook-id'],
  ...['x-logto-webhook-id', 'x-logto-event-id', 'x-logto-request-id', 'webhook-id', 'x-webhook-id'],
  ...['svix-id', 'x-webhook-delivery', 'x-github-delivery', 'x-request-id', 'x-correlation-id'],
  ...['x-delivery-id', 'x-event-id', 'idempotency-key', 'x-idempotency-key', 'x-hook-id'],
];

const eventNames = [
  ...['logto-event', 'x-logto-event', 'logto-event-type', 'x-logto-event-type', 'logto-event-name'],
  ...[
    'x-webhook-event',
    'webhook-event',
    'x-github-event',
    'x-event-type',
    'x-event',
    'x-event-name',
  ],
];

/** The id that all headers for a delivery id have. */
export const foreignId = 'd3f1c2a4-5b6e-4f70-8a91-b2c3d4e5f607';

/** Returns the timestamp headers of other senders. */
function timestampHeaders(timestamp: string): CustomHeaders {
  return timestampNames.map((name) => [name, timestamp] as const);
}

/** Returns the headers that receivers copied from other senders may require. */
export function foreignHeaders(timestamp: string, event: string): CustomHeaders {
  return [
    ...timestampHeaders(timestamp),
    ...idNames.map((name) => [name, foreignId] as const),
    ...eventNames.map((name) => [name, event] as const),
  ];
}

/** Headers other than Logto's in which senders put a signature. */
const signatureNames = [
  ...['x-logto-signature-sha-256', 'logto-signature-sha256', 'x-logto-signature-sha256'],
  ...['logto-signature', 'x-logto-signature', 'logto-signature-256', 'x-logto-signature-256'],
  ...[
    'logto-webhook-signature',
    'x-logto-webhook-signature',
    'logto-hmac-sha256',
    'x-logto-hmac-sha256',
  ],
  ...['logto_signature_sha_256', 'x-hub-signature-256', 'x-hub-signature', 'x-signature-256'],
  ...['x-signature-sha256', 'x-signature-sha-256', 'x-signature', 'signature', 'webhook-signature'],
  ...[
    'x-webhook-signature',
    'x-webhook-signature-256',
    'x-hmac-signature',
    'x-hmac-sha256',
    'x-hmac',
  ],
  ...['svix-signature', 'stripe-signature', 'x-slack-signature', 'x-shopify-hmac-sha256'],
  ...['typeform-signature', 'x-line-signature', 'x-signature-hmac-sha256', 'x-hook-signature'],
  ...['x-content-signature', 'x-payload-signature', 'x-request-signature', 'x-sha256'],
];

/** Returns a signature under every name but Logto's. */
export function signatureHeaders(signature: string): CustomHeaders {
  return signatureNames.map((name) => [name, signature] as const);
}
