import type { Snippet } from './snippet.ts';

// node:crypto is imported where it is used, so that the code can be pasted into an ES module, a CommonJS
// module and TypeScript, whatever they import already.

export const node: Snippet = {
  title: 'Node.js (node:http)',
  language: 'js',
  code: `async function webhook(req, res) {
  const { createHmac, timingSafeEqual } = await import('node:crypto');
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const key = process.env.LOGTO_WEBHOOK_SIGNING_KEY;
  const expected = Buffer.from(createHmac('sha256', key).update(body).digest('hex'));
  const given = Buffer.from(\`\${req.headers['logto-signature-sha-256']}\`);
  const isValid = given.length === 64 && timingSafeEqual(given, expected);
  if (req.method !== 'POST') return res.writeHead(405).end();
  if (!isValid) return res.writeHead(401).end();
  try { JSON.parse(body); } catch { return res.writeHead(400).end(); }
  res.writeHead(204).end();
}`,
};

export const express: Snippet = {
  title: 'Express',
  language: 'js',
  code: `app.post('/webhook', express.raw({ type: () => true, limit: '5mb' }), async (req, res) => {
  const { createHmac, timingSafeEqual } = await import('node:crypto');
  const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
  const key = process.env.LOGTO_WEBHOOK_SIGNING_KEY;
  if (!key) return res.sendStatus(500);
  const expected = Buffer.from(createHmac('sha256', key).update(body).digest('hex'));
  const given = Buffer.from(req.get('logto-signature-sha-256') ?? '');
  const isValid = given.length === 64 && timingSafeEqual(given, expected);
  if (!isValid) return res.sendStatus(401);
  try { JSON.parse(body.toString()); } catch { return res.sendStatus(400); }
  res.sendStatus(204);
}); // Before app.use(express.json()).`,
};

export const fastify: Snippet = {
  title: 'Fastify',
  language: 'js',
  code: `fastify.register(async (scope) => {
  const { createHmac, timingSafeEqual } = await import('node:crypto');
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
  scope.post('/webhook', { bodyLimit: 5 * 1024 ** 2 }, async ({ headers, body }, reply) => {
    const key = process.env.LOGTO_WEBHOOK_SIGNING_KEY;
    const expected = Buffer.from(createHmac('sha256', key).update(body ?? '').digest('hex'));
    const given = Buffer.from(\`\${headers['logto-signature-sha-256']}\`);
    if (given.length !== 64 || !timingSafeEqual(given, expected)) return reply.code(401).send();
    try { JSON.parse(body); } catch { return reply.code(400).send(); }
    return reply.code(204).send();
  });
});`,
};

export const hono: Snippet = {
  title: 'Hono',
  language: 'js',
  code: `app.post('/webhook', async (c) => {
  const { createHmac, timingSafeEqual } = await import('node:crypto');
  const body = Buffer.from(await c.req.arrayBuffer());
  const key = process.env.LOGTO_WEBHOOK_SIGNING_KEY;
  if (!key) return c.body(null, 500);
  const expected = Buffer.from(createHmac('sha256', key).update(body).digest('hex'));
  const given = Buffer.from(c.req.header('logto-signature-sha-256') ?? '');
  const isValid = given.length === 64 && timingSafeEqual(given, expected);
  if (!isValid) return c.body(null, 401);
  try { JSON.parse(body.toString()); } catch { return c.body(null, 400); }
  return c.body(null, 204);
});`,
};

export const next: Snippet = {
  title: 'Next.js (app/webhook/route.ts)',
  language: 'ts',
  code: `export async function POST(request: Request) {
  const { createHmac, timingSafeEqual } = await import('node:crypto');
  const body = Buffer.from(await request.arrayBuffer());
  const key = process.env.LOGTO_WEBHOOK_SIGNING_KEY;
  if (!key) return new Response(null, { status: 500 });
  const expected = Buffer.from(createHmac('sha256', key).update(body).digest('hex'));
  const given = Buffer.from(request.headers.get('logto-signature-sha-256') ?? '');
  const isValid = given.length === 64 && timingSafeEqual(given, expected);
  if (!isValid) return new Response(null, { status: 401 });
  try { JSON.parse(body.toString()); } catch { return new Response(null, { status: 400 }); }
  return new Response(null, { status: 204 });
}`,
};

export const nest: Snippet = {
  title: 'NestJS (with NestFactory.create(AppModule, { rawBody: true }))',
  language: 'ts',
  code: `import { Controller, Headers, HttpCode, Post, Req, UnauthorizedException } from '@nestjs/common';
import { createHmac, timingSafeEqual } from 'node:crypto';

@Controller('webhook')
export class LogtoWebhookController {
  @Post()
  @HttpCode(204)
  receive(@Req() request: { rawBody?: Buffer }, @Headers('logto-signature-sha-256') signature = '') {
    const hmac = createHmac('sha256', process.env.LOGTO_WEBHOOK_SIGNING_KEY!);
    const expected = Buffer.from(hmac.update(request.rawBody ?? '').digest('hex'));
    const given = Buffer.from(signature);
    if (given.length !== 64 || !timingSafeEqual(given, expected)) throw new UnauthorizedException();
  }
}`,
};

export const koa: Snippet = {
  title: 'Koa',
  language: 'js',
  code: `app.use(async (ctx, next) => {
  if (ctx.path !== '/webhook' || ctx.method !== 'POST') return next();
  const { createHmac, timingSafeEqual } = await import('node:crypto');
  const chunks = [];
  for await (const chunk of ctx.req) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const key = process.env.LOGTO_WEBHOOK_SIGNING_KEY;
  const expected = Buffer.from(createHmac('sha256', key).update(body).digest('hex'));
  const given = Buffer.from(ctx.get('logto-signature-sha-256'));
  ctx.status = given.length === 64 && timingSafeEqual(given, expected) ? 204 : 401;
  try { JSON.parse(body); } catch { if (ctx.status === 204) ctx.status = 400; }
}); // Before any body parser.`,
};

export const workers: Snippet = {
  title: 'Cloudflare Workers',
  language: 'js',
  code: `export default {
  async fetch(request, env) {
    const body = await request.arrayBuffer();
    const secret = new TextEncoder().encode(env.LOGTO_WEBHOOK_SIGNING_KEY);
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('raw', secret, hmac, false, ['verify']);
    const signature = request.headers.get('logto-signature-sha-256') ?? '';
    const given = Uint8Array.from(signature.match(/../g) ?? [], (hex) => parseInt(hex, 16));
    const isHex = /^[0-9a-f]{64}$/.test(signature);
    if (request.method !== 'POST') return new Response(null, { status: 405 });
    if (!isHex || !(await crypto.subtle.verify('HMAC', key, given, body))) return new Response(null, { status: 401 });
    try { JSON.parse(new TextDecoder().decode(body)); } catch { return new Response(null, { status: 400 }); }
    return new Response(null, { status: 204 });
  },
};`,
};
