import express, { type ErrorRequestHandler, type Express } from 'express';
import { maxBodyBytes, type Receiver, signatureHeader } from './receiver/receiver.ts';

/** The routes of the receiver, for Express. */
export function createApp(receiver: Receiver): Express {
  const app = express();
  app.disable('x-powered-by');

  app.get('/healthz', (_request, response) => {
    response.status(receiver.isClosing ? 503 : 200);
    response.json({ status: receiver.isClosing ? 'stopping' : 'ok' });
  });

  // The signature is that of the bytes as they came, so no express.json() may run before.
  const rawBody = express.raw({ type: () => true, limit: maxBodyBytes, inflate: false });
  app
    .route('/webhooks/logto')
    .post(rawBody, async (request, response) => {
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { status, body } = await receiver.receive(bytes, request.headers[signatureHeader]);
      if (receiver.isClosing) response.set('connection', 'close');
      response.status(status).json(body);
    })
    .all((_request, response) => {
      response.set('allow', 'POST').status(405).json({ error: 'Logto sends webhooks by POST.' });
    });

  app.use((_request, response) => {
    response
      .status(404)
      .json({ error: 'Nothing is here. The webhook is at POST /webhooks/logto.' });
  });
  app.use(answerError);
  return app;
}

/** What Express or its body parser refuses: a body too large (413), one that is compressed (415) … */
const answerError: ErrorRequestHandler = (error, _request, response, _next) => {
  const status = Number(error?.status);
  const isRefusal = status >= 400 && status < 500;
  response
    .status(isRefusal ? status : 500)
    .json({ error: isRefusal ? 'The request cannot be read.' : 'Something went wrong.' });
};
