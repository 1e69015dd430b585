import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { good, hmac, isEqual, receive, signingKey } from '../receiver.ts';
import { listen, type Served } from './framework.ts';

const reserialised = ['bytes/whitespace', 'bytes/big-numbers', 'bytes/duplicate-keys'];

/** Express 5, as people write it. */
export const expressReceivers: Served = {
  framework: 'express',
  natives: [
    { name: 'good' },
    { name: 'parsed-json', warns: reserialised },
    { name: 'parsed-json-of-one-type', warns: [...reserialised, 'bytes/charset'] },
    { name: 'default-limit', fails: ['tolerates/large-payload'] },
    { name: 'raw-json-type', warns: ['bytes/charset'] },
    { name: 'charset-and-limit', fails: ['tolerates/large-payload'], warns: ['bytes/charset'] },
    { name: 'every-method', warns: ['behaves/get-not-accepted'] },
    { name: 'default-error-page', fails: ['behaves/no-secret-leak'] },
    { name: 'own-error-page', fails: ['behaves/no-secret-leak'] },
    {
      name: 'key-unset',
      fails: [
        ...['unsigned', 'empty-signature', 'wrong-key', 'tampered-body', 'truncated-signature'],
        ...['longer-signature', 'non-hex-signature', 'non-ascii-signature', 'prefix-only'],
        ...['signature-of-empty-body', 'duplicate-signature-header', 'empty-key'],
      ].map((check) => `rejects/${check}`),
    },
    {
      name: 'lengths-unchecked',
      fails: [
        'truncated-signature',
        'longer-signature',
        'empty-signature',
        'non-hex-signature',
      ].map((check) => `rejects/${check}`),
    },
    { name: 'moved', fails: ['behaves/no-redirect'] },
  ],
  start: () => listen(createServer(createApp())),
};

const raw = express.raw({ type: () => true, limit: '5mb' });
const quietly: ErrorRequestHandler = (error, _request, response, _next) => {
  response.status(error.status ?? 500).json({ error: 'no' });
};

function createApp(): express.Express {
  const app = express();
  app.post('/good', raw, verifyRaw);
  app.post('/parsed-json', express.json({ type: () => true, limit: '5mb' }), verifyParsed);
  app.post('/parsed-json-of-one-type', express.json({ limit: '5mb' }), verifyParsed);
  app.post('/default-limit', express.raw({ type: () => true }), verifyRaw);
  app.post('/raw-json-type', express.raw({ type: 'application/json', limit: '5mb' }), verifyRaw);
  app.post('/charset-and-limit', express.raw({ type: 'application/json' }), verifyRaw);
  app.all('/every-method', raw, (request, response, next) => {
    if (request.method === 'GET') response.send('The webhook is here.');
    else verifyRaw(request, response, next);
  });
  app.post('/key-unset', raw, (request, response, next) => {
    const key = process.env.LOGTO_KEY_THAT_NOBODY_SET;
    if (!key) return answerParsed(request, response, next);
    verifyRaw(request, response, next);
  });
  app.post('/lengths-unchecked', raw, compareBuffers);
  app.post('/moved', (_request, response) => response.redirect(301, '/good'));
  app.use(quietly);

  const showStack: ErrorRequestHandler = (error, _request, response, _next) => {
    response.status(error.status ?? 500).json({ error: error.stack });
  };
  const parse = express.json({ type: () => true, limit: '5mb', verify: keepRawBody });
  const showing = express().post('/own-error-page', parse, verifyKept).use(showStack);
  // Express's default error page shows the stack, too, unless NODE_ENV is production.
  const showingByDefault = express().post('/default-error-page', parse, verifyKept);
  return express().use(app, showing, showingByDefault);
}
const rawBodies = new WeakMap<object, Buffer>();

function keepRawBody(request: object, _response: unknown, body: Buffer): void {
  rawBodies.set(request, body);
}

const verifyKept: RequestHandler = (request, response) => {
  const signature = request.get('logto-signature-sha-256') ?? '';
  const isRight = isEqual(hmac(rawBodies.get(request) ?? ''), signature);
  response.sendStatus(isRight ? 200 : 401);
};

const verifyRaw: RequestHandler = async ({ method, headers, body }, response) => {
  const rawBody = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const header = (name: string) => headers[name]?.toString();
  const reply = await receive({ method, header, rawBody }, good);
  response.status(reply.status).json(reply.body);
};

const verifyParsed: RequestHandler = (request, response) => {
  const text = request.body === undefined ? '' : JSON.stringify(request.body);
  const isRight = isEqual(hmac(text), request.get('logto-signature-sha-256') ?? '');
  response.status(isRight ? 200 : 401).json({ ok: isRight });
};

const compareBuffers: RequestHandler = (request, response, next) => {
  const signature = request.get('logto-signature-sha-256');
  if (signature === undefined) return void response.sendStatus(401);
  const expected = createHmac('sha256', signingKey).update(request.body).digest();
  const isRight = timingSafeEqual(expected, Buffer.from(signature, 'hex'));
  if (!isRight) return void response.sendStatus(401);
  answerParsed(request, response, next);
};

const answerParsed: RequestHandler = (request, response) => {
  try {
    JSON.parse(request.body.toString());
    response.sendStatus(204);
  } catch {
    response.sendStatus(400);
  }
};
