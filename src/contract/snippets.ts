import type { CheckDescription } from './result.ts';

type Snippets = NonNullable<CheckDescription['snippets']>;

/** The raw body, verified before anything else looks at it. */
export const signatureSnippets: Snippets = {
  express: `app.post('/webhook', express.raw({ type: '*/*', limit: '5mb' }), (req, res) => {
  const rawBody = req.body ?? '';
  const signature = req.get('logto-signature-sha-256');
  if (!verifySignature(rawBody, signature, signingKey)) return res.sendStatus(401);
  let payload;
  try {
    payload = JSON.parse(rawBody);
  } catch {
    return res.sendStatus(400);
  }
  res.sendStatus(204);
});`,
  fastify: `fastify.removeAllContentTypeParsers();
fastify.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 5 * 1024 ** 2 }, (_, body, done) => done(null, body));
fastify.post('/webhook', async (request, reply) => {
  const rawBody = request.body ?? '';
  const signature = request.headers['logto-signature-sha-256'];
  if (!verifySignature(rawBody, signature, signingKey)) return reply.code(401).send();
  let payload;
  try {
    payload = JSON.parse(rawBody);
  } catch {
    return reply.code(400).send();
  }
  return reply.code(204).send();
});`,
  hono: `app.post('/webhook', async (c) => {
  const rawBody = Buffer.from(await c.req.arrayBuffer());
  const signature = c.req.header('logto-signature-sha-256');
  if (!verifySignature(rawBody, signature, signingKey)) return c.body(null, 401);
  let payload;
  try {
    payload = JSON.parse(rawBody.toString());
  } catch {
    return c.body(null, 400);
  }
  return c.body(null, 204);
});`,
  next: `export async function POST(request: Request) {
  const rawBody = Buffer.from(await request.arrayBuffer());
  const signature = request.headers.get('logto-signature-sha-256');
  if (!verifySignature(rawBody, signature, signingKey)) return new Response(null, { status: 401 });
  let payload;
  try {
    payload = JSON.parse(rawBody.toString());
  } catch {
    return new Response(null, { status: 400 });
  }
  return new Response(null, { status: 204 });
}`,
};

/** A body limit that Logto's largest payloads fit in. */
export const limitSnippets: Snippets = {
  express: "app.post('/webhook', express.raw({ type: '*/*', limit: '5mb' }), handler);",
  fastify: 'const fastify = Fastify({ bodyLimit: 5 * 1024 ** 2 });',
  hono: "app.post('/webhook', bodyLimit({ maxSize: 5 * 1024 ** 2 }), handler);",
  next: '// A route handler has no limit of its own; what is before it (a proxy, the platform) may have one.',
};

/** A body of any content type, as bytes. */
export const contentTypeSnippets: Snippets = {
  express: "app.post('/webhook', express.raw({ type: '*/*', limit: '5mb' }), handler);",
  fastify:
    "fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));",
  hono: 'const rawBody = Buffer.from(await c.req.arrayBuffer());',
  next: 'const rawBody = Buffer.from(await request.arrayBuffer());',
};

/** An answer to a body that is no JSON. */
export const malformedSnippets: Snippets = {
  express:
    'try { payload = JSON.parse(req.body.toString()); } catch { return res.sendStatus(400); }',
  fastify:
    'try { payload = JSON.parse(request.body.toString()); } catch { return reply.code(400).send(); }',
  hono: 'try { payload = JSON.parse(rawBody.toString()); } catch { return c.body(null, 400); }',
  next: 'try { payload = JSON.parse(rawBody.toString()); } catch { return new Response(null, { status: 400 }); }',
};

/** The final address of a webhook. */
export const redirectSnippets: Snippets = {
  next: '// next.config.js: skipTrailingSlashRedirect: true, or write the URL without the slash in Logto.',
};
