import { createApp } from '../src/app.ts';
import type { Receiver } from '../src/receiver/receiver.ts';
import type { Server } from '../src/run.ts';

/** Starts the app on a free port. */
export async function startApp(receiver: Receiver): Promise<Server> {
  const app = createApp(receiver);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { url, close: () => app.close() };
}
