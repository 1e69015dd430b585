import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { listen } from '../frameworks/framework.ts';
import { hmac, type MistakenReceivers, signatureHeader } from './mistake.ts';

/** Mistakes that are made in route handlers of Next, which are plain functions of a Request. */
export const nextMistakes: MistakenReceivers = {
  framework: 'next',
  mistakes: [
    { name: 'expects-upper-case', cause: 'signature-upper-case', says: /upper-case hex/ },
    { name: 'signs-with-the-text-undefined', cause: 'key-unset', says: /'undefined' as its key/ },
    { name: 'signs-nothing', cause: 'body-empty', says: /an empty body/ },
    { name: 'requires-a-phone-number', cause: 'field-missing', says: /primaryPhone is null/ },
    { name: 'accepts-the-wrong-ones', cause: 'signature-comparison-inverted', says: /inverted/ },
    { name: 'checks-the-host', cause: 'host-checked', says: /Host header: it accepts 'localhost'/ },
    {
      name: 'says-it-is-missing',
      cause: 'signature-header-name',
      says: /does not see the signature/,
    },
    { name: 'signs-data-alone', cause: 'body-part-signed', says: /data \(or user\) .* alone/ },
    {
      name: 'handles-users-only',
      cause: 'event-unknown',
      says: /refuses PostRegister and \d+ other/,
    },
  ],
  start: () => listen(createServer(getRequestListener(route))),
};

type Accepts = (request: Request, body: string, signature: string) => boolean | Response;

const handlers: Readonly<Record<string, Accepts>> = {
  'expects-upper-case': (_, body, signature) => signature === hmac(body).toUpperCase(),
  'signs-with-the-text-undefined': (_, body, signature) =>
    signature === hmac(body, 'hex', 'undefined'),
  'signs-nothing': (_request, _body, signature) => signature === hmac(''),
  'requires-a-phone-number': (_, body, signature) => {
    if (signature !== hmac(body)) return false;
    const { event, user } = JSON.parse(body);
    if (event === 'PostRegister') user.primaryPhone.slice(0, 2);
    return true;
  },
  'accepts-the-wrong-ones': (_, body, signature) => signature !== hmac(body),
  'checks-the-host': ({ headers }, body, signature) =>
    headers.get('host') === 'localhost' && signature === hmac(body),
  // A name that Node never gives a header: it lists them in lower case.
  'says-it-is-missing': () => Response.json({ error: 'Missing signature' }, { status: 400 }),
  'signs-data-alone': (_, body, signature) => {
    const { data, user } = JSON.parse(body);
    return signature === hmac(JSON.stringify(data ?? user) ?? '');
  },
  'handles-users-only': (_, body, signature) => {
    if (signature !== hmac(body)) return false;
    const { event } = JSON.parse(body);
    if (event.startsWith('User.')) return true;
    return Response.json({ error: `No handler for ${event}` }, { status: 422 });
  },
};

async function route(request: Request): Promise<Response> {
  const handler = handlers[new URL(request.url).pathname.slice(1)];
  if (!handler || request.method !== 'POST') return new Response(null, { status: 405 });
  try {
    const body = await request.text();
    const accepted = handler(request, body, request.headers.get(signatureHeader) ?? '');
    if (accepted instanceof Response) return accepted;
    return accepted
      ? new Response(null, { status: 204 })
      : new Response('Unauthorized', { status: 401 });
  } catch {
    return new Response('Internal Server Error', { status: 500 });
  }
}
