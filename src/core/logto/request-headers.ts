import type { RawHeaders } from '../http/raw-headers.ts';
import { signatureHeader } from './signature.ts';

/** A webhook's custom headers: name and value, in any order. */
export type CustomHeaders = readonly (readonly [name: string, value: string])[];

export const logtoUserAgent = 'Logto (https://logto.io/)';

/** Custom headers that have no effect, because the HTTP client sets its own. */
const ignored = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

/** Headers that fetch adds last, unless a custom header sets them. */
const fetchHeaders = [
  ['content-type', 'application/json'],
  ['accept', '*/*'],
  ['accept-language', '*'],
  ['sec-fetch-mode', 'cors'],
  ['accept-encoding', 'gzip, deflate'],
] as const;

/**
 * Returns the headers that Logto sends, in its order, from the signature on; the HTTP client puts `host`
 * and `connection: keep-alive` before them and `content-length` after.
 *
 * Logto puts its user agent, the custom headers and the signature into one object (sendWebhookRequest in
 * packages/core/src/libraries/hook/utils.ts). A custom header of exactly the same spelling replaces the user
 * agent and never the signature; one in another case is merged, so the receiver gets `custom, signature`.
 * Names are then in lower case and sorted (measured on Logto 1.43, and on the fetch of Node.js 20).
 * @param signature undefined for an unsigned request
 */
export function logtoHeaders(signature: string | undefined, custom: CustomHeaders): RawHeaders {
  const spelled = new Map<string, string>();
  for (const [name, value] of custom) append(spelled, name, value);
  const record: Record<string, string> = {
    'user-agent': logtoUserAgent,
    ...Object.fromEntries(spelled),
    ...(signature === undefined ? {} : { [signatureHeader]: signature }),
  };
  const merged = new Map<string, string>();
  for (const [name, value] of Object.entries(record)) append(merged, name.toLowerCase(), value);
  if (merged.has('sec-fetch-mode')) merged.set('sec-fetch-mode', 'cors'); // Fetch overwrites it.
  const sorted = [...merged]
    .filter(([name]) => !ignored.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return [...sorted, ...fetchHeaders.filter(([name]) => !merged.has(name))].flat();
}

function append(headers: Map<string, string>, name: string, value: string): void {
  const earlier = headers.get(name);
  const separator = name.toLowerCase() === 'cookie' ? '; ' : ', ';
  headers.set(name, earlier === undefined ? value : `${earlier}${separator}${value}`);
}
