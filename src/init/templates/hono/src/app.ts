import { Hono } from 'hono';
import { receiveRequest } from './receiver/receive-request.ts';
import type { Receiver } from './receiver/receiver.ts';

/** Creates the routes for Hono. */
export function createApp(receiver: Receiver): Hono {
  const app = new Hono();

  app.get('/healthz', async (context) => {
    const { status, body } = await receiver.health();
    return context.json(body, status);
  });

  app.post('/webhooks/logto', async (context) => {
    const { status, body } = await receiveRequest(receiver, context.req.raw);
    if (receiver.isStopping) context.header('connection', 'close');
    return context.json(body, status);
  });
  app.all('/webhooks/logto', (context) =>
    context.json({ error: 'Use POST.' }, 405, { allow: 'POST' }),
  );

  app.notFound((context) =>
    context.json({ error: 'Not found. The webhook is POST /webhooks/logto.' }, 404),
  );
  app.onError((_error, context) => context.json({ error: 'Internal error.' }, 500));
  return app;
}
