import { isConsoleTest } from '../logto/console-test.ts';
import { isEventName } from '../logto/events.ts';
import { parseBody } from './body.ts';
import type { AnyPayload, Context, Handle, Handler } from './handler.ts';
import type { Logger } from './logger.ts';
import { aborted, type RunJob } from './queue.ts';

/** The time limit of one attempt, in milliseconds. */
export const timeLimitMs = 60_000;

/**
 * Creates the function that runs one attempt of a job. An attempt fails at the time limit, even if the
 * handler ignores its signal, so that it cannot block the queue.
 */
export function createRunJob(
  handlers: readonly Handler[],
  logger: Logger,
  { limitMs = timeLimitMs, isTestRun = false } = {},
): RunJob {
  const byName = new Map(handlers.map((handler) => [handler.name, handler]));
  if (byName.size < handlers.length) throw new Error('Two handlers have the same name.');

  return async ({ handler: name, deliveryId, rawBody }) => {
    const handler = byName.get(name);
    const body = parseBody(rawBody);
    if (!handler) throw new Error(`No handler is named '${name}'.`);
    if (!body) throw new Error('The stored body is not a payload.');
    const { event } = body.payload;
    const started = performance.now();
    const signal = AbortSignal.timeout(limitMs);
    await Promise.race([
      handle(handler, body.payload, { deliveryId, rawBody, logger, signal, isTestRun }),
      aborted(signal).then(() => {
        throw new Error(`The handler did not finish within ${limitMs / 1000} s.`);
      }),
    ]);
    const durationMs = Math.round(performance.now() - started);
    logger.info('handled', { event, deliveryId, handler: name, durationMs });
  };
}

/**
 * Returns whether a handler handles an event. The Console's test payloads do not have the shape of their
 * event, so only `onEvery` gets them.
 */
export function handles(handler: Handler, payload: AnyPayload): boolean {
  if (handler.onEvery) return true;
  const { event } = payload;
  return isEventName(event) && handler.on?.[event] !== undefined && !isConsoleTest(payload);
}

async function handle(handler: Handler, payload: AnyPayload, context: Context): Promise<void> {
  await handler.onEvery?.(payload, context);
  const { event } = payload;
  if (!isEventName(event) || isConsoleTest(payload)) return;
  // The signature proves that Logto wrote the payload, so the event's name tells its type.
  const handleEvent = handler.on?.[event] as Handle<AnyPayload> | undefined;
  await handleEvent?.(payload, context);
}
