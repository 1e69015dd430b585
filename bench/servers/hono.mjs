/** The bare server, written with hono. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../peers/package.json', import.meta.url));
const { Hono } = require('hono');
const { serve } = require('@hono/node-server');
const key = process.env.LOGTO_WEBHOOK_SIGNING_KEY;
const app = new Hono();

app.post('/', async (context) => {
  const body = Buffer.from(await context.req.arrayBuffer());
  const signature = createHmac('sha256', key).update(body).digest();
  const given = Buffer.from(String(context.req.header('logto-signature-sha-256')), 'hex');
  const isValid = given.length === signature.length && timingSafeEqual(given, signature);
  return context.json({ received: isValid }, isValid ? 200 : 401);
});
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
  console.log(`http://127.0.0.1:${port}`),
);
