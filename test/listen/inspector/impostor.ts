import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

interface Impostor {
  /** Each request as `path headers body`. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Starts a server that relays everything to an inspector and records what it sees. */
export async function startImpostor(port: number, inspector: string): Promise<Impostor> {
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const { url = '', method = 'GET', headers } = request;
    const body = await text(request);
    requests.push(`${url} ${JSON.stringify(headers)} ${body}`);
    const authorization = headers.authorization ?? '';
    const relayed = await fetch(`${inspector}${url}`, {
      method,
      headers: { authorization },
      ...(body === '' ? {} : { body }),
    });
    response.writeHead(relayed.status).end(await relayed.text());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    server.close();
    server.closeAllConnections();
  };
  onTestFinished(close);
  return { requests, close };
}
