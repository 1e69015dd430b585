import { verifySignature } from '../logto/signature.ts';
import { deliveryIdOf, parseBody } from './body.ts';
import type { AnyPayload, Handler } from './handler.ts';
import { checkHealth, type Health } from './health.ts';
import type { Logger } from './logger.ts';
import { createOnce } from './once.ts';
import type { Queue } from './queue.ts';
import { handles } from './run-job.ts';

export { signatureHeader } from '../logto/signature.ts';

/** The largest accepted body: a membership update can list 20,000 ids, about 470 KB. */
export const maxBodyBytes = 5 * 1024 * 1024;

/** The response to Logto, for which any 2xx is a success and everything else a failure. */
export interface ReceiverResponse {
  readonly status: 200 | 400 | 401 | 413 | 503;
  readonly body: { readonly ok: true } | { readonly error: string };
  /** Resolves when the work is done, and never rejects. Serverless platforms must wait for it. */
  readonly settled: Promise<void>;
}

export interface Receiver {
  /**
   * Handles one request, independently of the web framework.
   * @param rawBody the bytes as received, before any parsing
   * @param signature the value of the signature header
   */
  receive(rawBody: Uint8Array, signature: unknown): Promise<ReceiverResponse>;
  health(): Promise<Health>;
  /** Reports 503 as health, so that load balancers stop sending; deliveries are still accepted. */
  drain(): void;
  readonly isStopping: boolean;
  /** Rejects deliveries, and finishes the work in progress until `deadline` is aborted. */
  close(deadline: AbortSignal): Promise<void>;
}

export interface ReceiverParts {
  readonly signingKey: string;
  readonly handlers: readonly Handler[];
  readonly queue: Queue;
  readonly logger: Logger;
}

/** Creates a receiver that verifies deliveries, queues their work and acknowledges them. */
export function createReceiver({ signingKey, handlers, queue, logger }: ReceiverParts): Receiver {
  const deliveries = createOnce<ReceiverResponse>();
  let isStopping = false;
  let isClosed = false;

  async function accept(
    payload: AnyPayload,
    rawBody: string,
    deliveryId: string,
  ): Promise<ReceiverResponse> {
    const { event } = payload;
    const names = handlers.filter((handler) => handles(handler, payload)).map(({ name }) => name);
    logger.info('received', { event, deliveryId, handlers: names });
    if (names.length === 0) return acknowledged();
    const { settled } = await queue.add(names.map((handler) => ({ handler, deliveryId, rawBody })));
    return acknowledged(
      settled.then((outcome) => {
        if (outcome === 'failed') deliveries.forget(deliveryId);
      }),
    );
  }

  return {
    get isStopping() {
      return isStopping;
    },
    async receive(rawBody, signature) {
      if (isClosed) return rejected(503, 'The receiver is shutting down.');
      if (!verifySignature(rawBody, signature, signingKey)) {
        logger.warn('rejected', { reason: signature ? 'invalid signature' : 'no signature' });
        return rejected(401, 'The signature is missing or invalid.');
      }
      const body = parseBody(rawBody);
      if (!body) return rejected(400, 'The body is not a Logto payload.');
      const deliveryId = deliveryIdOf(rawBody);
      try {
        return await deliveries.run(deliveryId, () => accept(body.payload, body.text, deliveryId));
      } catch (error) {
        logger.error('not queued', { event: body.payload.event, deliveryId }, error);
        return rejected(503, 'The event could not be queued. Send it again.');
      }
    },
    health: () => checkHealth(queue, handlers, isStopping),
    drain() {
      isStopping = true;
    },
    async close(deadline) {
      isStopping = true;
      isClosed = true;
      await queue.close(deadline);
      await Promise.all(handlers.map((handler) => handler.close?.()));
    },
  };
}

function acknowledged(settled = Promise.resolve()): ReceiverResponse {
  return { status: 200, body: { ok: true }, settled };
}

/** @param error one sentence for the sender, without secrets */
export function rejected(status: ReceiverResponse['status'], error: string): ReceiverResponse {
  return { status, body: { error }, settled: Promise.resolve() };
}
