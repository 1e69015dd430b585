import Fastify, { type FastifyInstance } from 'fastify';
import { maxBodyBytes, type Receiver, signatureHeader } from './receiver/receiver.ts';

/** The routes of the receiver, for Fastify. */
export function createApp(receiver: Receiver): FastifyInstance {
  const app = Fastify({ bodyLimit: maxBodyBytes, forceCloseConnections: 'idle' });

  // The signature is that of the bytes as they came, so bodies are not parsed here.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.get('/healthz', (_request, reply) =>
    receiver.isClosing
      ? reply.code(503).send({ status: 'stopping' })
      : reply.send({ status: 'ok' }),
  );

  app.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE'],
    url: '/webhooks/logto',
    exposeHeadRoute: false,
    handler: (_request, reply) =>
      reply.code(405).header('allow', 'POST').send({ error: 'Logto sends webhooks by POST.' }),
  });
  app.post('/webhooks/logto', async ({ body, headers }, reply) => {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const answer = await receiver.receive(bytes, headers[signatureHeader]);
    if (receiver.isClosing) reply.header('connection', 'close');
    return reply.code(answer.status).send(answer.body);
  });

  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: 'Nothing is here. The webhook is at POST /webhooks/logto.' }),
  );
  app.setErrorHandler<{ statusCode?: number }>(({ statusCode = 500 }, _request, reply) =>
    reply
      .code(statusCode)
      .send({ error: statusCode < 500 ? 'The request cannot be read.' : 'Something went wrong.' }),
  );
  return app;
}
