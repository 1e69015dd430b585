import type { ClientRequest } from 'node:http';
import { createNodeTransport } from '../core/node-transport.ts';
import type { Answer } from './answer.ts';
import type { Courier } from './courier.ts';

/**
 * Sends all bodies at once. The first half of each leaves before the second half of any, so that
 * they are under way at the same time however fast the receiver is; a real one meets that whenever a
 * body is larger than a packet.
 */
export function postTogether(
  courier: Courier,
  bodies: readonly string[],
  note?: string,
): Promise<Answer[]> {
  const halves = createMeeting(bodies.length);
  const transport = createNodeTransport({
    insecure: courier.session.options.insecure,
    writeBody(request: ClientRequest, body = Buffer.alloc(0)) {
      const half = body.length >> 1;
      const arrive = halves.guest();
      request.on('close', arrive); // One that fails must not keep the others waiting.
      request.write(body.subarray(0, half), arrive);
      void halves.all.then(() => request.end(body.subarray(half)));
    },
  });
  const manner = { transport, ...(note === undefined ? {} : { note }) };
  return Promise.all(bodies.map((body) => courier.post(body, manner)));
}

/** A promise that waits for so many guests; each calls its own function, once or more. */
function createMeeting(count: number): { readonly all: Promise<void>; guest(): () => void } {
  const guests = new Set<symbol>();
  let open = () => {};
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    all,
    guest() {
      const name = Symbol();
      return () => {
        guests.add(name);
        if (guests.size >= count) open();
      };
    },
  };
}
