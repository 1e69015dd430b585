import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { listen } from '../frameworks/framework.ts';
import { signingKey } from '../receiver.ts';
import { hmac, type MistakenReceivers, signatureHeader } from './mistake.ts';

/** Mistakes that are made with Hono. */
export const honoMistakes: MistakenReceivers = {
  framework: 'hono',
  mistakes: [
    { name: 'verifies-as-stripe', cause: 'timestamp-signed', says: /'timestamp\.body' .*t=…,v1=…/ },
    { name: 'verifies-as-slack', cause: 'timestamp-signed', says: /'v0:timestamp:body'/ },
    { name: 'verifies-as-svix', cause: 'timestamp-signed', says: /'id\.timestamp\.body'/ },
    {
      name: 'reads-the-header-of-github',
      cause: 'signature-header-name',
      says: /x-hub-signature-256/,
    },
    { name: 'keeps-the-line-break', cause: 'key-white-space', says: /key and a line break/ },
    { name: 'keeps-the-quotation-marks', cause: 'key-quoted', says: /double quotation marks/ },
    { name: 'decodes-the-key', cause: 'key-encoded', says: /key decoded from base64/ },
    { name: 'requires-an-origin', cause: 'origin-checked', says: /Origin/ },
    {
      name: 'wants-a-bearer-token',
      cause: 'key-compared',
      says: /signing key itself .* Authorization/,
    },
    { name: 'requires-a-delivery-id', cause: 'header-required', says: /x-logto-delivery-id/ },
  ],
  start: () => listen(createServer(getRequestListener(createApp().fetch))),
};

type Accepts = (c: Context, body: string, signature: string) => boolean;

const receivers: Readonly<Record<string, Accepts>> = {
  'verifies-as-stripe': (_, body, signature) => {
    const [, at, v1] = /^t=(\d+),v1=(\w+)$/.exec(signature) ?? [];
    return at !== undefined && hmac(`${at}.${body}`) === v1;
  },
  'verifies-as-slack': (c, body) => {
    const at = c.req.header('x-slack-request-timestamp');
    return (
      at !== undefined && c.req.header('x-slack-signature') === `v0=${hmac(`v0:${at}:${body}`)}`
    );
  },
  'verifies-as-svix': (c, body) => {
    const [id, at] = [c.req.header('svix-id'), c.req.header('svix-timestamp')];
    const key = Buffer.from(signingKey, 'base64');
    return c.req.header('svix-signature') === `v1,${hmac(`${id}.${at}.${body}`, 'base64', key)}`;
  },
  'reads-the-header-of-github': (c, body) =>
    c.req.header('x-hub-signature-256') === `sha256=${hmac(body)}`,
  'keeps-the-line-break': (_, body, signature) =>
    signature === hmac(body, 'hex', `${signingKey}\n`),
  'keeps-the-quotation-marks': (_, body, signature) =>
    signature === hmac(body, 'hex', `"${signingKey}"`),
  'decodes-the-key': (_, body, signature) =>
    signature === hmac(body, 'hex', Buffer.from(signingKey, 'base64')),
  'requires-an-origin': (c, body, signature) =>
    c.req.header('origin') !== undefined && signature === hmac(body),
  'wants-a-bearer-token': (c) => c.req.header('authorization') === `Bearer ${signingKey}`,
  'requires-a-delivery-id': (c, body, signature) =>
    c.req.header('x-logto-delivery-id') !== undefined && signature === hmac(body),
};

function createApp(): Hono {
  const app = new Hono();
  for (const [name, accepts] of Object.entries(receivers)) {
    app.post(`/${name}`, async (c) => {
      const body = await c.req.text();
      return accepts(c, body, c.req.header(signatureHeader) ?? '')
        ? c.json({ ok: true })
        : c.json({ error: 'Forbidden' }, 403);
    });
  }
  return app;
}
