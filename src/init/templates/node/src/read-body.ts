import type { IncomingMessage } from 'node:http';
import { maxBodyBytes } from './receiver/receiver.ts';

/**
 * Reads a request's body whole, its bytes as they came.
 * @returns undefined where it is larger than is read
 * @throws where the sender breaks off
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
