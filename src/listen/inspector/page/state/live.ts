import type { LiveMessage } from '../../source.ts';
import { request } from './api.ts';
import { forgetServer } from './authorize.ts';
import { CallError } from './call-error.ts';

export type Connection = 'connecting' | 'live' | 'lost' | 'unauthorized';

interface Follower {
  onMessage(message: LiveMessage): void;
  onConnection(connection: Connection): void;
}

/** Milliseconds before reconnecting: doubled after each failure. */
const waitMs = { min: 250, max: 4_000 } as const;

/**
 * Reads the listener's messages and reconnects when the connection is lost. It uses fetch, because an
 * EventSource would need the token in its URL. Returns when the listener does not know this page.
 */
export async function followLive({ onMessage, onConnection }: Follower): Promise<void> {
  let wait: number = waitMs.min;
  for (;;) {
    try {
      const response = await connect();
      wait = waitMs.min;
      onConnection('live');
      for await (const message of readMessages(response)) onMessage(message);
    } catch (error) {
      if (error instanceof CallError && error.status === 401) return onConnection('unauthorized');
    }
    forgetServer();
    onConnection('lost');
    await waitForRetry(wait);
    wait = Math.min(wait * 2, waitMs.max);
  }
}

/** Waits for the given time, or until the user returns to the page. */
async function waitForRetry(milliseconds: number): Promise<void> {
  const abort = new AbortController();
  await new Promise<unknown>((resolve) => {
    setTimeout(resolve, milliseconds);
    addEventListener('focus', resolve, { signal: abort.signal });
  });
  abort.abort();
}

/** On 401, authorizes again: the listener may have been restarted since. */
async function connect(): Promise<Response> {
  try {
    return await request('live');
  } catch (error) {
    if (!(error instanceof CallError) || error.status !== 401) throw error;
    forgetServer();
    return request('live');
  }
}

/** Reads the messages of an event stream, each one `data:` line, as our server writes them. */
async function* readMessages(response: Response): AsyncGenerator<LiveMessage> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let pending = '';
  while (reader) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (pending + value).split('\n\n');
    pending = parts.pop() ?? '';
    for (const part of parts) {
      if (part.startsWith('data: ')) yield JSON.parse(part.slice('data: '.length));
    }
  }
}
