import type { RawHeaders } from '../http/raw-headers.ts';
import { signatureHeader } from './signature.ts';

/** A webhook's custom headers: name and value, in any order. */
export type CustomHeaders = readonly (readonly [name: string, value: string])[];

/** What fetch adds to a request and a webhook cannot set. */
const owned = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

/**
 * The headers Logto sends, in its order, from the signature on; the HTTP client puts `host` and
 * `connection: keep-alive` before them and `content-length` after.
 *
 * Measured on Logto 1.42 (ky over undici's fetch): names are lower case; signature, user agent and
 * custom headers are sorted by name, values of one name joined; `content-type` follows unless a
 * custom header set it. Custom headers replace user-agent and content-type, never the signature.
 * @param signature undefined for an unsigned request
 */
export function logtoHeaders(signature: string | undefined, custom: CustomHeaders): RawHeaders {
  const merged = new Map<string, string>();
  for (const [name, value] of custom) {
    const key = name.toLowerCase();
    if (owned.has(key)) continue;
    const earlier = merged.get(key);
    merged.set(key, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  if (!merged.has('user-agent')) merged.set('user-agent', 'Logto (https://logto.io/)');
  if (signature !== undefined) merged.set(signatureHeader, signature);

  const own = merged.has('content-type') ? [] : ['content-type', 'application/json'];
  const sorted = [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).flat();
  return [...sorted, ...own, ...fetchHeaders];
}

const fetchHeaders: RawHeaders = [
  'accept',
  '*/*',
  'accept-language',
  '*',
  'sec-fetch-mode',
  'cors',
  'accept-encoding',
  'gzip, deflate',
];
