import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { readBody } from './read-body.ts';
import { type Receiver, refused, signatureHeader } from './receiver/receiver.ts';

/** The routes of the receiver, for node:http. */
export function createApp(receiver: Receiver): RequestListener {
  return (request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/healthz') health(receiver, request, response);
    else if (path === '/webhooks/logto') void webhook(receiver, request, response);
    else send(response, 404, { error: 'Nothing is here. The webhook is at POST /webhooks/logto.' });
  };
}

async function webhook(
  receiver: Receiver,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    send(response, 405, { error: 'Logto sends webhooks by POST.' });
    return;
  }
  try {
    const rawBody = await readBody(request);
    const { status, body } = rawBody
      ? await receiver.receive(rawBody, request.headers[signatureHeader])
      : refused(413, 'The body is too large.');
    if (!rawBody || receiver.isClosing) response.setHeader('connection', 'close');
    send(response, status, body);
  } catch {
    response.destroy(); // The sender broke off.
  }
}

function health(receiver: Receiver, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    send(response, 405, { error: 'Ask by GET.' });
  } else if (receiver.isClosing) {
    send(response, 503, { status: 'stopping' });
  } else {
    send(response, 200, { status: 'ok' });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
