import { createNodeTransport } from './node-transport.ts';
import type { Transport } from './transport.ts';

/**
 * The transport that makes so many requests soonest: undici is faster once warm, but its start costs
 * as much as some fifty requests.
 * @param connections how many run at a time
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
