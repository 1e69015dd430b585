import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { eventNames } from '../../../src/core/logto/events.ts';
import { good, hmac, isEqual, receive } from '../receiver.ts';
import type { Served } from './framework.ts';

const bodyLimit = 5 * 1024 * 1024;

/** Fastify 5, as people write it. */
export const fastifyReceivers: Served = {
  framework: 'fastify',
  natives: [
    { name: 'good' },
    { name: 'default-limit' },
    { name: 'one-type', warns: ['bytes/charset'] },
    {
      name: 'parsed-body',
      warns: ['bytes/whitespace', 'bytes/big-numbers', 'bytes/duplicate-keys', 'bytes/charset'],
    },
    { name: 'schema-with-known-events', warns: ['tolerates/unknown-event'] },
    { name: 'small-limit', fails: ['tolerates/large-payload'] },
  ],
  async start() {
    const app = Fastify({ forceCloseConnections: true });
    await app.register(async (scope) => {
      readRaw(scope, '*');
      scope.post('/good', { bodyLimit }, verifyRaw);
      scope.post('/default-limit', verifyRaw);
      scope.post('/small-limit', { bodyLimit: 64 * 1024 }, verifyRaw);
    });
    await app.register(async (scope) => {
      readRaw(scope, 'application/json');
      scope.post('/one-type', { bodyLimit }, verifyRaw);
    });
    await app.register(async (scope) => {
      scope.post('/parsed-body', { bodyLimit }, verifyParsed);
    });
    await app.register(useSchema);
    const origin = await app.listen({ port: 0, host: '127.0.0.1' });
    return { origin, close: () => app.close() };
  },
};

function readRaw(scope: FastifyInstance, contentType: string): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(contentType, { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
}

async function verifyRaw({ method, headers, body }: FastifyRequest, reply: FastifyReply) {
  const rawBody = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const header = (name: string) => headers[name]?.toString();
  const response = await receive({ method, header, rawBody }, good);
  return reply.code(response.status).send(response.body);
}

async function verifyParsed({ headers, body }: FastifyRequest, reply: FastifyReply) {
  const signature = headers['logto-signature-sha-256']?.toString() ?? '';
  const isRight = isEqual(hmac(JSON.stringify(body)), signature);
  return reply.code(isRight ? 200 : 401).send({ ok: isRight });
}

/** Validates the body with a schema, after a hook has verified the signature. */
async function useSchema(scope: FastifyInstance): Promise<void> {
  const rawBodies = new WeakMap<FastifyRequest, Buffer>();
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (request, body, done) => {
    rawBodies.set(request, body);
    try {
      done(null, JSON.parse(body.toString()));
    } catch (error) {
      done(Object.assign(error as Error, { statusCode: 400 }));
    }
  });
  const schema = {
    body: { type: 'object', properties: { event: { enum: [...eventNames] } } },
  } as const;
  scope.post('/schema-with-known-events', {
    bodyLimit,
    schema,
    async preValidation(request, reply) {
      const signature = request.headers['logto-signature-sha-256']?.toString() ?? '';
      const body = rawBodies.get(request) ?? '';
      if (!isEqual(hmac(body), signature)) await reply.code(401).send();
    },
    handler: async () => ({ ok: true }),
  });
}
