import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { readBody } from './read-body.ts';
import { type Receiver, rejected, signatureHeader } from './receiver/receiver.ts';

/** Creates the routes for node:http. */
export function createApp(receiver: Receiver): RequestListener {
  return (request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/healthz') void respondWithHealth(receiver, request, response);
    else if (path === '/webhooks/logto') void respondToWebhook(receiver, request, response);
    else send(response, 404, { error: 'Not found. The webhook is POST /webhooks/logto.' });
  };
}

async function respondToWebhook(
  receiver: Receiver,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    send(response, 405, { error: 'Use POST.' });
    return;
  }
  try {
    const rawBody = await readBody(request);
    const { status, body } = rawBody
      ? await receiver.receive(rawBody, request.headers[signatureHeader])
      : rejected(413, 'The body is too large.');
    if (!rawBody || receiver.isStopping) response.setHeader('connection', 'close');
    send(response, status, body);
  } catch {
    response.destroy(); // The sender closed the connection.
  }
}

async function respondWithHealth(
  receiver: Receiver,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    send(response, 405, { error: 'Use GET.' });
    return;
  }
  const { status, body } = await receiver.health();
  send(response, status, body);
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
