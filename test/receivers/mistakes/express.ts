import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import express, { type ErrorRequestHandler, type Request, type RequestHandler } from 'express';
import { listen } from '../frameworks/framework.ts';
import { signingKey } from '../receiver.ts';
import { hmac, type MistakenReceivers, signatureHeader } from './mistake.ts';

/** Mistakes that are made with Express. */
export const expressMistakes: MistakenReceivers = {
  framework: 'express',
  mistakes: [
    { name: 'expects-a-prefix', cause: 'signature-prefixed', says: /'sha256=' in front/ },
    { name: 'signs-the-parsed-body', cause: 'body-parsed', says: /parsed body, an object/ },
    { name: 'has-no-body-parser', cause: 'body-not-read', says: /the body was not read/ },
    { name: 'reads-octet-streams-only', cause: 'content-type', says: /application\/octet-stream/ },
    { name: 'signs-the-object-as-text', cause: 'body-parsed', says: /\[object Object\]/ },
    { name: 'signs-pretty-json', cause: 'body-reformatted', says: /indent of 2 spaces/ },
    { name: 'has-no-key', cause: 'key-unset', says: /signing key of the receiver is not set/ },
    { name: 'parses-twice', cause: 'body-parsed', says: /parses a body that is already parsed/ },
    { name: 'takes-500-bytes', cause: 'body-limit', says: /refuses large bodies/ },
    { name: 'compares-the-key', cause: 'key-compared', says: /signing key itself/ },
    { name: 'fails-without-data', cause: 'field-missing', says: /data is null or absent/ },
  ],
  start: () => listen(createServer(createApp())),
};

const raw = express.raw({ type: () => true, limit: '5mb' });
const json = express.json({ limit: '5mb' });

/** Accepts a delivery whose signature is what a receiver expects. */
function expecting(signatureOf: (request: Request) => string): RequestHandler {
  return (request, response) => {
    const isRight = signatureOf(request) === request.get(signatureHeader);
    response.status(isRight ? 200 : 401).json({ ok: isRight });
  };
}

function createApp(): express.Express {
  const app = express();
  app.post(
    '/expects-a-prefix',
    raw,
    expecting(({ body }) => `sha256=${hmac(body)}`),
  );
  app.post(
    '/signs-the-parsed-body',
    json,
    expecting(({ body }) => hmac(body)),
  );
  app.post(
    '/has-no-body-parser',
    expecting(({ body }) => hmac(body)),
  );
  app.post(
    '/reads-octet-streams-only',
    express.raw(),
    expecting(({ body }) => hmac(body)),
  );
  app.post(
    '/signs-the-object-as-text',
    json,
    expecting(({ body }) => hmac(`${body}`)),
  );
  app.post(
    '/signs-pretty-json',
    json,
    expecting(({ body }) => hmac(JSON.stringify(body, null, 2))),
  );
  app.post(
    '/has-no-key',
    raw,
    expecting(({ body }) => createHmac('sha256', unsetKey()).update(body).digest('hex')),
  );
  app.post('/parses-twice', json, ({ body }, response) => {
    response.json({ event: JSON.parse(body).event });
  });
  app.post(
    '/takes-500-bytes',
    express.raw({ type: () => true, limit: 500 }),
    expecting(({ body }) => hmac(body)),
  );
  app.post('/compares-the-key', raw, (request, response) => {
    response.sendStatus(request.get('x-webhook-secret') === signingKey ? 200 : 401);
  });
  app.post('/fails-without-data', raw, (request, response) => {
    if (hmac(request.body) !== request.get(signatureHeader)) return void response.sendStatus(401);
    const { event, data } = JSON.parse(request.body.toString());
    response.json({ id: event.startsWith('Organization.') ? data.id : null });
  });
  const printNothing: ErrorRequestHandler = (error, _request, response, _next) => {
    response
      .status(error.status ?? 500)
      .type('html')
      .send(`<pre>${escapeHtml(error)}</pre>`);
  };
  return app.use(printNothing);
}

/** Returns the value of a variable that is not set. */
function unsetKey(): string {
  return process.env.LOGTO_KEY_THAT_NOBODY_SET as string;
}

function escapeHtml(error: unknown): string {
  return String(error).replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
