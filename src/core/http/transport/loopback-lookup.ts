import type { LookupAddress, LookupOptions } from 'node:dns';

type Callback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

const loopback: readonly LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/**
 * Resolves a host as `dns.lookup` does, except that `localhost` is always both loopback addresses (RFC 6761, 6.3):
 * many hosts files name only one of them, and the app may listen on the other.
 */
export function lookupHost(hostname: string, options: LookupOptions, callback: Callback): void {
  // Addresses need no lookup, so the module is loaded only for names.
  void import('node:dns').then(({ lookup }) => {
    if (!options.all || options.family || !isLocalhost(hostname)) {
      lookup(hostname, options, callback);
      return;
    }
    lookup(hostname, { ...options, all: true }, (_, found = []) => {
      const more = loopback.filter(({ address }) => !found.some((one) => one.address === address));
      callback(null, [...found, ...more]);
    });
  });
}

function isLocalhost(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost');
}
