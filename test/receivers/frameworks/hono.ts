import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { good, receive } from '../receiver.ts';
import { listen, type Served } from './framework.ts';

/** Hono 4 on Node, as people write it. */
export const honoReceivers: Served = {
  framework: 'hono',
  natives: [
    { name: 'good' },
    { name: 'good-with-text' },
    { name: 'wants-a-timestamp', fails: ['behaves/no-extra-header-needed'] },
    { name: 'limits-bodies', fails: ['tolerates/large-payload'] },
    { name: 'slash-missing', fails: ['behaves/no-redirect'] },
    { name: 'moves-the-post', warns: ['behaves/no-redirect'] },
    {
      name: 'parsed-body',
      warns: ['bytes/whitespace', 'bytes/big-numbers', 'bytes/duplicate-keys'],
    },
  ],
  start: () => listen(createServer(getRequestListener(createApp().fetch))),
};

function createApp(): Hono {
  const app = new Hono();
  app.post('/good', async (c) => verify(c, Buffer.from(await c.req.arrayBuffer())));
  app.post('/good-with-text', async (c) => verify(c, Buffer.from(await c.req.text())));
  app.post('/wants-a-timestamp', async (c) => {
    if (!c.req.header('logto-timestamp')) return c.json({ error: 'Missing timestamp' }, 400);
    return verify(c, Buffer.from(await c.req.arrayBuffer()));
  });
  app.post('/limits-bodies', bodyLimit({ maxSize: 100 * 1024 }), async (c) =>
    verify(c, Buffer.from(await c.req.arrayBuffer())),
  );
  app.post('/slash-missing', (c) => c.redirect('/slash-missing/', 301));
  app.post('/moves-the-post', (c) => c.redirect('/good', 308));
  app.post('/parsed-body', async (c) => {
    const text = await c.req.text();
    try {
      return await verify(c, Buffer.from(JSON.stringify(JSON.parse(text))));
    } catch {
      return c.json({ error: 'not JSON' }, 400);
    }
  });
  return app;
}

async function verify(c: Context, rawBody: Buffer): Promise<Response> {
  const header = (name: string) => c.req.header(name);
  const { status, body } = await receive({ method: c.req.method, header, rawBody }, good);
  return Response.json(body ?? null, { status });
}
