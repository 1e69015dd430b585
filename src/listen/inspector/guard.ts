import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { pageKeyOf } from './proof.ts';

/** Returns a new token of 128 random bits; each run of the inspector has its own. */
export function createToken(): string {
  return randomBytes(16).toString('base64url');
}

/**
 * Returns whether a request comes from a page of this server. The Host header reveals a foreign
 * name that resolves to 127.0.0.1 (DNS rebinding), the Origin header a foreign page.
 */
export function isSameOrigin({ headers }: IncomingMessage, port: number): boolean {
  const { host, origin } = headers;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  return (
    host !== undefined &&
    hosts.includes(host) &&
    (origin === undefined || origin === `http://${host}`)
  );
}

/** Returns whether a request has the token, or the page's key for it, as `authorization: Bearer …`. */
export function hasToken({ headers }: IncomingMessage, token: string): boolean {
  const given = headers.authorization ?? '';
  return isEqual(given, `Bearer ${pageKeyOf(token)}`) || isEqual(given, `Bearer ${token}`);
}

/** Compares in constant time; digests, because `timingSafeEqual` needs equal lengths. */
function isEqual(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Loads nothing from other origins, runs nothing inline, and forbids frames and caching. */
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
