import type { RawHeaders } from '../raw-headers.ts';
import { lookupHost } from '../transport/loopback-lookup.ts';

/** Returns how to connect to a proxy, as options of node:http. */
export function proxyOptions({ hostname, port, protocol }: URL) {
  return {
    hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
    lookup: lookupHost,
    // --insecure applies only to the endpoint.
    rejectUnauthorized: true,
  };
}

/** Returns the header with the proxy's user name and password; none if its URL has none. */
export function proxyAuthorization({ username, password }: URL): RawHeaders {
  if (username === '' && password === '') return [];
  const credentials = `${decode(username)}:${decode(password)}`;
  return ['proxy-authorization', `Basic ${Buffer.from(credentials).toString('base64')}`];
}

/** Decodes a user name or password; one with a bare `%` is not encoded. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
