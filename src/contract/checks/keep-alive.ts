import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createNodeTransport } from '../../core/http/transport/node-transport.ts';
import type { Transport } from '../../core/http/transport/transport.ts';
import { type Finding, failed, passed, skipped } from '../check.ts';
import type { ReceiverClient } from '../receiver/client.ts';
import { describeResponse, type Exchange, isAccepted } from '../receiver/exchange.ts';
import { coveredElsewhere, summarize } from './assertions.ts';

const onOneConnection = 5;
/** Milliseconds between two requests: enough to notice a closed connection. */
const pause = 30;

export async function runKeepAlive(client: ReceiverClient): Promise<Finding> {
  const { baseline, options } = client.session;
  if (!baseline) return skipped('No subscribed event is accepted.');
  const connection = keepConnection(options);
  const exchanges: Exchange[] = [];
  try {
    while (exchanges.length < onOneConnection) {
      const payload = await client.payload(baseline);
      const note = `number ${exchanges.length + 1} on one connection`;
      const exchange = await client.post(payload, { transport: connection.transport, note });
      exchanges.push(exchange);
      if (!isAccepted(exchange)) return await judgeBroken(client, exchange);
      if (exchange.attempt.redirects.length > 0) return skipped('It responds with a redirect.');
      if (connection.opened > connection.announced + 1) {
        return failed(
          exchange.sent,
          'It closed the connection without announcing it in the response.',
        );
      }
      await wait(pause);
    }
  } finally {
    await connection.transport.close();
  }
  return passed(
    connection.announced > 0
      ? `${summarize(exchanges)}; it announces that it closes connections`
      : `${summarize(exchanges)} to ${onOneConnection} over one connection`,
  );
}

/** Returns a failure only if the same delivery is accepted over a new connection. */
async function judgeBroken(client: ReceiverClient, exchange: Exchange): Promise<Finding> {
  const { baseline } = client.session;
  const nothing = coveredElsewhere(exchange);
  if (nothing || !baseline) return nothing ?? skipped('No subscribed event is accepted.');
  return isAccepted(await client.deliver(baseline))
    ? failed(exchange.sent, describeResponse(exchange))
    : skipped('It also refuses the same delivery over a new connection.');
}

interface Connection {
  readonly transport: Transport;
  /** How often it was opened. */
  readonly opened: number;
  /** How many responses announced that it closes after them. */
  readonly announced: number;
}

/** Opens one connection at a time and keeps it between requests. */
function keepConnection({ insecure }: ReceiverClient['session']['options']): Connection {
  let [opened, announced] = [0, 0];
  const transport = createNodeTransport({
    insecure,
    keepAlive: { maxSockets: 1, onConnect: () => opened++ },
    writeBody(request, body) {
      request.on('response', (response) => {
        if (announcesClose(response)) announced++;
      });
      request.end(body);
    },
  });
  return {
    transport,
    get opened() {
      return opened;
    },
    get announced() {
      return announced;
    },
  };
}

/** Returns whether a response announces that its connection closes (RFC 9112, 9.3 and 6.3). */
function announcesClose({ headers, httpVersion, statusCode }: IncomingMessage): boolean {
  const connection = headers.connection?.toLowerCase() ?? '';
  if (connection.includes('close')) return true;
  if (httpVersion === '1.0') return !connection.includes('keep-alive');
  // A body with neither a length nor chunks ends with the connection.
  const hasEnd = 'content-length' in headers || 'transfer-encoding' in headers;
  return statusCode !== 204 && !hasEnd;
}
