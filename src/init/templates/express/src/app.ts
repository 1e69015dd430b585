import express, { type ErrorRequestHandler, type Express } from 'express';
import { maxBodyBytes, type Receiver, signatureHeader } from './receiver/receiver.ts';

/** Creates the routes for Express. */
export function createApp(receiver: Receiver): Express {
  const app = express();
  app.disable('x-powered-by');

  app.get('/healthz', async (_request, response) => {
    const { status, body } = await receiver.health();
    response.status(status).json(body);
  });

  // The signature covers the bytes as sent, so no express.json() may run before this route.
  const rawBody = express.raw({ type: () => true, limit: maxBodyBytes, inflate: false });
  app
    .route('/webhooks/logto')
    .post(rawBody, async (request, response) => {
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { status, body } = await receiver.receive(bytes, request.headers[signatureHeader]);
      if (receiver.isStopping) response.set('connection', 'close');
      response.status(status).json(body);
    })
    .all((_request, response) => {
      response.set('allow', 'POST').status(405).json({ error: 'Use POST.' });
    });

  app.use((_request, response) => {
    response.status(404).json({ error: 'Not found. The webhook is POST /webhooks/logto.' });
  });
  app.use(handleError);
  return app;
}

/** Responds to what the body parser rejects, such as a body that is too large (413) or compressed (415). */
const handleError: ErrorRequestHandler = (error, _request, response, _next) => {
  const status = Number(error?.status);
  const isClientError = status >= 400 && status < 500;
  response
    .status(isClientError ? status : 500)
    .json({ error: isClientError ? 'The request cannot be read.' : 'Internal error.' });
};
