import { verifySignature } from '../logto/signature.ts';
import { digest, parseBody } from './body.ts';
import type { AnyPayload, Handler } from './handler.ts';
import type { Logger } from './logger.ts';
import type { Outcome, Queue } from './queue.ts';
import { createRecentDeliveries } from './recent-deliveries.ts';
import { wants } from './run-job.ts';

/** The header that carries the signature. */
export { signatureHeader } from '../logto/signature.ts';

/** The largest body that is read: a membership update may list 20,000 ids, about 470 KB. */
export const maxBodyBytes = 5 * 1024 * 1024;

/** What to answer Logto: any 2xx is a success to it, and nothing else is. */
export interface Answer {
  readonly status: 200 | 400 | 401 | 413 | 503;
  readonly body: { readonly ok: true } | { readonly error: string };
  /** The work that goes on after the answer; never rejects. Serverless platforms must be told to wait for it. */
  readonly settled: Promise<void>;
}

export interface Receiver {
  /**
   * Takes one request. Knows no framework: give it what came, and send what it answers.
   * @param rawBody the bytes exactly as they came, before any parsing
   * @param signature the value of the header, whatever it is
   */
  receive(rawBody: Uint8Array, signature: unknown): Promise<Answer>;
  /** Answers 503 from now on, and finishes the work in flight. */
  close(): Promise<void>;
  readonly isClosing: boolean;
}

export interface ReceiverParts {
  readonly signingKey: string;
  readonly handlers: readonly Handler[];
  readonly queue: Queue;
  readonly logger: Logger;
}

/** Verifies, reads and takes deliveries: acknowledges at once, and leaves the work to the queue. */
export function createReceiver({ signingKey, handlers, queue, logger }: ReceiverParts): Receiver {
  const recent = createRecentDeliveries<Answer>();
  let isClosing = false;

  async function take(payload: AnyPayload, rawBody: string, deliveryId: string): Promise<Answer> {
    const { event } = payload;
    const wanted = handlers.filter((handler) => wants(handler, payload));
    logger.info('received', { event, deliveryId, handlers: wanted.map(({ name }) => name) });
    if (wanted.length === 0) return acknowledged();
    const jobs = wanted.map(({ name }) => ({ handler: name, deliveryId, rawBody }));
    const { settled } = await queue.add(jobs);
    return { ...acknowledged(), settled: settled.then(forgetIfFailed) };

    function forgetIfFailed(outcome: Outcome): void {
      if (outcome === 'failed') recent.forget(deliveryId);
    }
  }

  return {
    get isClosing() {
      return isClosing;
    },
    async receive(rawBody, signature) {
      if (isClosing) return refused(503, 'The receiver is shutting down.');
      if (!verifySignature(rawBody, signature, signingKey)) {
        logger.warn('refused', { reason: signature ? 'invalid signature' : 'no signature' });
        return refused(401, 'The signature is missing or wrong.');
      }
      const body = parseBody(rawBody);
      if (!body) return refused(400, 'The body is not a payload of Logto.');
      const deliveryId = digest(rawBody);
      try {
        return await recent.once(deliveryId, () => take(body.payload, body.text, deliveryId));
      } catch (error) {
        logger.error('not kept', error, { event: body.payload.event, deliveryId });
        return refused(503, 'The event could not be kept. Send it again.');
      }
    },
    async close() {
      isClosing = true;
      await queue.close();
      await Promise.all(handlers.map((handler) => handler.close?.()));
    },
  };
}

function acknowledged(): Answer {
  return { status: 200, body: { ok: true }, settled: Promise.resolve() };
}

/** @param error one sentence for the sender, without anything secret */
export function refused(status: Answer['status'], error: string): Answer {
  return { status, body: { error }, settled: Promise.resolve() };
}
