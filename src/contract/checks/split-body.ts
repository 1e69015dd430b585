import type { ClientRequest } from 'node:http';
import { createNodeTransport } from '../../core/http/transport/node-transport.ts';
import type { EventName } from '../../core/logto/events.ts';
import { coveredBy, type Finding } from '../check.ts';
import type { EventVariant } from '../payloads/payload-source.ts';
import type { ReceiverClient } from '../receiver/client.ts';
import { type Exchange, isAccepted } from '../receiver/exchange.ts';

/** Milliseconds between the halves of a body, so that they arrive separately. */
const pause = 100;

/**
 * Calls back when the second half of a body is due. The extra turn of the event loop lets a receiver in this
 * process read the first half before.
 */
export function afterFirstHalf(goOn: () => void): void {
  setTimeout(() => setImmediate(goOn), pause);
}

/**
 * Sends all bodies concurrently: the first half of each before the second half of any, so that they
 * overlap even if the receiver is fast. A body larger than a packet arrives like that.
 */
export function postSimultaneously(
  client: ReceiverClient,
  bodies: readonly string[],
  note?: string,
): Promise<Exchange[]> {
  const halves = createBarrier(bodies.length);
  const transport = createNodeTransport({
    insecure: client.session.options.insecure,
    writeBody(request: ClientRequest, body = Buffer.alloc(0)) {
      const half = body.length >> 1;
      const arrive = halves.join();
      request.on('close', arrive); // A request that fails must not block the others.
      request.write(body.subarray(0, half), arrive);
      void halves.all.then(() => afterFirstHalf(() => request.end(body.subarray(half))));
    },
  });
  const options = { transport, ...(note === undefined ? {} : { note }) };
  return Promise.all(bodies.map((body) => client.post(body, options)));
}

/**
 * Returns a failure that belongs to another check if a single delivery is refused when its body arrives in
 * two halves; undefined if it is accepted.
 */
export async function findSplitBodyFailure(
  client: ReceiverClient,
  subject: EventVariant,
  refusal: Finding,
): Promise<Finding | undefined> {
  const body = JSON.stringify(await client.payload(subject));
  const [exchange] = await postSimultaneously(client, [body], 'in two halves');
  if (!exchange || isAccepted(exchange)) return undefined;
  const { session } = client;
  return session.options.events.includes(largest) && session.hasField(largest, 'addedUserIds')
    ? coveredBy(refusal, 'tolerates/large-payload', 'It does not read a body that arrives in parts')
    : refusal;
}

/** The event whose body always arrives in parts. */
const largest = 'Organization.Membership.Updated' satisfies EventName;

/** Returns a promise that resolves when each of `count` callers has called its own function. */
function createBarrier(count: number): { readonly all: Promise<void>; join(): () => void } {
  const arrived = new Set<symbol>();
  let open = () => {};
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    all,
    join() {
      const name = Symbol();
      return () => {
        arrived.add(name);
        if (arrived.size >= count) open();
      };
    },
  };
}
