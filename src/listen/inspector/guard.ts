import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { pageKeyOf } from './proof.ts';

/** 128 random bits: one for each run of the inspector. */
export function createToken(): string {
  return randomBytes(16).toString('base64url');
}

/**
 * Whether a request comes from a page of this very server. A foreign name that was made to point
 * at 127.0.0.1 (DNS rebinding) shows in Host, a foreign page in Origin.
 */
export function isOwn({ headers }: IncomingMessage, port: number): boolean {
  const { host, origin } = headers;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  return (
    host !== undefined &&
    hosts.includes(host) &&
    (origin === undefined || origin === `http://${host}`)
  );
}

/**
 * Whether a request carries the token, or the page's key for it, as `authorization: Bearer …`; compared in
 * constant time.
 */
export function hasToken({ headers }: IncomingMessage, token: string): boolean {
  const given = headers.authorization ?? '';
  return isSame(given, `Bearer ${pageKeyOf(token)}`) || isSame(given, `Bearer ${token}`);
}

function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Nothing from elsewhere, nothing inline, in no frame, nowhere kept. */
export const securityHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;
