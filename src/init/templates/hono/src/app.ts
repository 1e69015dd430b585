import { type Context, Hono } from 'hono';
import { receiveRequest } from './receiver/receive-request.ts';
import type { Receiver } from './receiver/receiver.ts';

/** The routes of the receiver, for Hono: the same on Node, Workers, Bun and Deno. */
export function createApp(receiver: Receiver): Hono {
  const app = new Hono();

  app.get('/healthz', (context) =>
    receiver.isClosing ? context.json({ status: 'stopping' }, 503) : context.json({ status: 'ok' }),
  );

  app.post('/webhooks/logto', async (context) => {
    const { status, body, settled } = await receiveRequest(receiver, context.req.raw);
    keepAliveFor(settled, context);
    return context.json(body, status);
  });
  app.all('/webhooks/logto', (context) =>
    context.json({ error: 'Logto sends webhooks by POST.' }, 405, { allow: 'POST' }),
  );

  app.notFound((context) =>
    context.json({ error: 'Nothing is here. The webhook is at POST /webhooks/logto.' }, 404),
  );
  app.onError((_error, context) => context.json({ error: 'Something went wrong.' }, 500));
  return app;
}

/** Workers stop what goes on after the answer, unless they are told to wait; elsewhere nothing is needed. */
function keepAliveFor(work: Promise<void>, context: Context): void {
  try {
    context.executionCtx.waitUntil(work);
  } catch {
    // Hono throws where there is no execution context.
  }
}
