import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { listen } from '../frameworks/framework.ts';
import { hmac, type MistakenReceivers, signatureHeader } from './mistake.ts';

/** Mistakes that are made in route handlers of Next, which are plain functions of a Request. */
export const nextMistakes: MistakenReceivers = {
  framework: 'next',
  mistakes: [
    { name: 'expects-upper-case', cause: 'signature-upper-case', says: /uppercase hex/ },
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
    {
      name: 'takes-the-hook-for-the-delivery',
      cause: 'hook-id-deduplicated',
      says: /it compares hookId/,
    },
    { name: 'knows-other-names', cause: 'event-unknown', says: /refuses every event \(400: no / },
    { name: 'wants-a-login', cause: 'authentication-required', says: /behind a login/ },
    { name: 'allows-addresses', cause: 'address-checked', says: /IP address of the sender/ },
    {
      name: 'requires-created-at-only',
      cause: 'field-refused',
      says: /field .*hookId/,
    },
  ],
  start: () => listen(createServer(getRequestListener(route))),
};

type Accepts = (request: Request, body: string, signature: string) => boolean | Response;

const seen = new Set<string>();

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
  // As if it looked the header up in another case, which Node.js never has.
  'says-it-is-missing': () => Response.json({ error: 'Missing signature' }, { status: 400 }),
  'signs-data-alone': (_, body, signature) => {
    const { data, user } = JSON.parse(body);
    return signature === hmac(JSON.stringify(data ?? user) ?? '');
  },
  'takes-the-hook-for-the-delivery': (_, body, signature) => {
    if (signature !== hmac(body)) return false;
    const { hookId } = JSON.parse(body);
    if (seen.has(hookId)) return new Response('duplicate', { status: 409 });
    seen.add(hookId);
    return true;
  },
  'knows-other-names': (_, body, signature) =>
    signature === hmac(body) && new Response('no such event', { status: 400 }),
  'wants-a-login': () => Response.json({ detail: 'Not authenticated' }, { status: 403 }),
  'allows-addresses': () => new Response('Your IP is not allowed', { status: 403 }),
  'requires-created-at-only': (_, body, signature) => {
    if (signature !== hmac(body)) return false;
    const { event, createdAt, data, user, ...others } = JSON.parse(body);
    const isStrict = event && createdAt && (data ?? user) && Object.keys(others).length === 0;
    return isStrict || new Response('unrecognized keys', { status: 400 });
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
