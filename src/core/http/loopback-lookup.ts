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
 * Finds a host's addresses for a connection, as `dns.lookup` does, but `localhost` is always both
 * loopback addresses (RFC 6761, 6.3): many a hosts file names only one, and an app listens on the other.
 */
export function lookupHost(hostname: string, options: LookupOptions, callback: Callback): void {
  // Loaded for names alone: an address needs no millisecond of it.
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
