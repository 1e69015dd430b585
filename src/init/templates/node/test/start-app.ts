import { createApp } from '../src/app.ts';
import { listen } from '../src/listen.ts';
import type { Receiver } from '../src/receiver/receiver.ts';
import type { Server } from '../src/run.ts';

/** Starts the app on a free port. */
export function startApp(receiver: Receiver): Promise<Server> {
  return listen(createApp(receiver), { PORT: 0, HOST: '127.0.0.1' });
}
