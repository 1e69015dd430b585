import { createNodeTransport } from './node-transport.ts';
import type { Transport } from './transport.ts';

/**
 * Returns the transport that is fastest for a number of requests: undici has more throughput once it is warm, but
 * starting it takes as long as about 50 requests.
 * @param total requests to come
 * @param connections requests at a time
 */
export async function chooseTransport(
  total: number,
  connections: number,
  insecure: boolean,
): Promise<Transport> {
  if (total <= 50 && connections === 1) return createNodeTransport({ insecure });
  const { createUndiciTransport } = await import('./undici-transport.ts');
  return createUndiciTransport({ insecure, connections });
}
