import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createNodeTransport } from '../../core/http/node-transport.ts';
import type { Transport } from '../../core/http/transport.ts';
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
  const answers: Exchange[] = [];
  try {
    while (answers.length < onOneConnection) {
      const payload = await client.payload(baseline);
      const note = `number ${answers.length + 1} on one connection`;
      const answer = await client.post(payload, { transport: connection.transport, note });
      answers.push(answer);
      if (!isAccepted(answer)) return await judgeBroken(client, answer);
      if (answer.attempt.redirects.length > 0) return skipped('It responds with a redirect.');
      if (connection.opened > connection.announced + 1) {
        return failed(
          answer.sent,
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
      ? `${summarize(answers)}; it announces that it closes connections`
      : `${summarize(answers)} to ${onOneConnection} over one connection`,
  );
}

/** Returns a failure only if the same delivery is accepted over a new connection. */
async function judgeBroken(client: ReceiverClient, answer: Exchange): Promise<Finding> {
  const { baseline } = client.session;
  const nothing = coveredElsewhere(answer);
  if (nothing || !baseline) return nothing ?? skipped('No subscribed event is accepted.');
  return isAccepted(await client.deliver(baseline))
    ? failed(answer.sent, describeResponse(answer))
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
