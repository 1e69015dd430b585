import Fastify, { type FastifyInstance } from 'fastify';
import { maxBodyBytes, type Receiver, signatureHeader } from './receiver/receiver.ts';

/** Creates the routes for Fastify. */
export function createApp(receiver: Receiver): FastifyInstance {
  const app = Fastify({ bodyLimit: maxBodyBytes, forceCloseConnections: 'idle' });

  // The signature covers the bytes as sent, so bodies are not parsed.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.get('/healthz', async (_request, reply) => {
    const { status, body } = await receiver.health();
    return reply.code(status).send(body);
  });

  app.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE'],
    url: '/webhooks/logto',
    exposeHeadRoute: false,
    handler: (_request, reply) =>
      reply.code(405).header('allow', 'POST').send({ error: 'Use POST.' }),
  });
  app.post('/webhooks/logto', async (request, reply) => {
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const { status, body } = await receiver.receive(bytes, request.headers[signatureHeader]);
    if (receiver.isStopping) reply.header('connection', 'close');
    return reply.code(status).send(body);
  });

  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: 'Not found. The webhook is POST /webhooks/logto.' }),
  );
  app.setErrorHandler<{ statusCode?: number }>(({ statusCode = 500 }, _request, reply) =>
    reply
      .code(statusCode)
      .send({ error: statusCode < 500 ? 'The request cannot be read.' : 'Internal error.' }),
  );
  return app;
}
