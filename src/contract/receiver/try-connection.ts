import { connect } from 'node:net';
import { findProxy } from '../../core/http/proxy/find-proxy.ts';
import { ProxyError, unreachableProxy } from '../../core/http/proxy/proxy-error.ts';
import { lookupHost } from '../../core/http/transport/loopback-lookup.ts';

/**
 * Opens a TCP connection to a URL's host, or to the proxy for it, and ends it.
 * @param timeout milliseconds
 * @returns why that failed; null if it did not
 */
export async function tryConnection(url: URL, timeout: number): Promise<Error | null> {
  try {
    const proxy = findProxy(url);
    const error = await connectOnce(proxy ?? url, timeout);
    return proxy && error ? unreachableProxy(proxy, url, error) : error;
  } catch (error) {
    if (error instanceof ProxyError) return error;
    throw error;
  }
}

function connectOnce({ hostname, protocol, port }: URL, timeout: number): Promise<Error | null> {
  return new Promise((resolve) => {
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    const wellKnown = protocol === 'https:' ? 443 : 80;
    const socket = connect({ host, port: Number(port) || wellKnown, lookup: lookupHost });
    const end = (error: Error | null) => {
      socket.destroy();
      resolve(error);
    };
    socket.setTimeout(timeout, () =>
      end(Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' })),
    );
    socket.on('connect', () => end(null));
    socket.on('error', end);
  });
}
