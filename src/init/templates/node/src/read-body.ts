import type { IncomingMessage } from 'node:http';
import { maxBodyBytes } from './receiver/receiver.ts';

/**
 * Reads the bytes of a request's body. Returns undefined if it is too large.
 * @throws Error if the sender closes the connection
 */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length']) > maxBodyBytes) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
