import type { LiveMessage } from '../../source.ts';
import { request } from './api.ts';
import { forgetServer } from './authorize.ts';
import { CallError } from './call-error.ts';

export type Connection = 'connecting' | 'live' | 'lost' | 'stranger';

interface Follower {
  onMessage(message: LiveMessage): void;
  onConnection(connection: Connection): void;
}

/** Milliseconds between two tries to connect: doubled each time, up to the last. */
const waits = { first: 250, longest: 4_000 } as const;

/**
 * Follows what the listener tells, and connects again whenever it is lost: over fetch, for an
 * EventSource would need the token in its URL. Ends where the listener does not know this page.
 */
export async function followLive({ onMessage, onConnection }: Follower): Promise<void> {
  let wait: number = waits.first;
  for (;;) {
    try {
      const response = await connect();
      wait = waits.first;
      onConnection('live');
      for await (const message of readMessages(response)) onMessage(message);
    } catch (error) {
      if (error instanceof CallError && error.status === 401) return onConnection('stranger');
    }
    forgetServer();
    onConnection('lost');
    await new Promise((resolve) => setTimeout(resolve, wait));
    wait = Math.min(wait * 2, waits.longest);
  }
}

/** What let the page in may be of an earlier run: with the token of that, the listener may know it. */
async function connect(): Promise<Response> {
  try {
    return await request('live');
  } catch (error) {
    if (!(error instanceof CallError) || error.status !== 401) throw error;
    forgetServer();
    return request('live');
  }
}

/** The messages of an event stream; only what our own server writes: one `data:` line each. */
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
