import { Agent, request } from 'node:http';
import { sign } from '../../src/core/logto/signature.ts';
import { signingKey } from './listener.ts';

/** Returns a generator of numbers from 0 to 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** POSTs signed bodies over several connections, until all are sent or the listener is gone. */
export async function postAll(
  url: string,
  bodies: readonly Buffer[],
  connections: number,
  onAnswer: (body: Buffer, status: number) => void,
): Promise<void> {
  const queue = bodies.values();
  async function work(): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    try {
      for (const body of queue) onAnswer(body, await postOne(url, body, agent));
    } catch {
      // The listener was killed; it need not have stored what it did not answer.
    } finally {
      agent.destroy();
    }
  }
  await Promise.all(Array.from({ length: connections }, work));
}

function postOne(url: string, body: Buffer, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      'logto-signature-sha-256': sign(body, signingKey),
      'content-type': 'application/json',
      'content-length': String(body.length),
    };
    const sending = request(url, { method: 'POST', headers, agent }, (response) => {
      // The status is the acknowledgement, whatever happens to the rest of the response.
      resolve(response.statusCode ?? 0);
      response.on('error', () => {}).resume();
    });
    sending.on('error', reject);
    sending.end(body);
  });
}
