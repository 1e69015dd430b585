import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.ts';
import { listen } from './listen.ts';
import { run } from './run.ts';

await run((receiver, address) => listen(getRequestListener(createApp(receiver).fetch), address));
