import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { Address, Server } from './run.ts';

/** Starts an HTTP server for a request listener. */
export async function listen(listener: RequestListener, { PORT, HOST }: Address): Promise<Server> {
  const server = createServer(listener);
  server.listen(PORT, HOST);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : PORT;
  return {
    url: `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}
