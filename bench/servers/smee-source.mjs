/** Works like smee.io: a client listens to a channel and gets what others POST to it. */
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

const listening = new Set();

const server = createServer(async (request, response) => {
  if (request.method === 'GET') {
    response
      .writeHead(200, { 'content-type': 'text/event-stream' })
      .write('event: ready\ndata: {}\n\n');
    listening.add(response);
    return;
  }
  const { host, connection, 'content-length': length, ...headers } = request.headers;
  const event = JSON.stringify({ ...headers, body: await json(request), query: {} });
  for (const client of listening) client.write(`data: ${event}\n\n`);
  response.end();
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
