import { type Bindings, type JobMessage, settingsOf } from './cloudflare.ts';
import { runJobs } from './consumer.ts';
import { createHandlers } from './handlers/index.ts';
import { receive } from './producer.ts';
import { createLogger } from './receiver/logger.ts';

const logger = createLogger();

/** `fetch` queues the work of deliveries, and `queue` runs it: in another invocation, with retries. */
export default {
  async fetch(request: Request, bindings: Bindings): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === '/healthz') return Response.json({ status: 'ok' });
    if (pathname !== '/webhooks/logto') {
      const error = 'Not found. The webhook is POST /webhooks/logto.';
      return Response.json({ error }, { status: 404 });
    }
    if (request.method !== 'POST') {
      return Response.json({ error: 'Use POST.' }, { status: 405, headers: { allow: 'POST' } });
    }
    try {
      const { status, body } = await receive(request, bindings, createHandlers, logger);
      return Response.json(body, { status });
    } catch (error) {
      logger.error('not queued', {}, error);
      const body = { error: 'The event could not be queued. Send it again.' };
      return Response.json(body, { status: 503 });
    }
  },

  queue(batch: { readonly messages: readonly JobMessage[] }, bindings: Bindings): Promise<void> {
    return runJobs(batch.messages, settingsOf(bindings), createHandlers, logger);
  },
};
