/** The bare server, written with fastify. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createRequire } from 'node:module';

const fastify = createRequire(new URL('../peers/package.json', import.meta.url))('fastify');
const key = process.env.LOGTO_WEBHOOK_SIGNING_KEY;
const app = fastify();

app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) =>
  done(null, body),
);
app.post('/', (request, reply) => {
  const signature = createHmac('sha256', key).update(request.body).digest();
  const given = Buffer.from(String(request.headers['logto-signature-sha-256']), 'hex');
  const isValid = given.length === signature.length && timingSafeEqual(given, signature);
  reply.code(isValid ? 200 : 401).send({ received: isValid });
});
console.log(await app.listen({ port: 0, host: '127.0.0.1' }));
