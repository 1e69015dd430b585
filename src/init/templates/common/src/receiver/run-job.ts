import { isConsoleTest } from '../logto/console-test.ts';
import { type EventName, isEventName } from '../logto/events.ts';
import type { LogtoPayloads } from '../logto/payloads.ts';
import { parseBody } from './body.ts';
import type { AnyPayload, Context, Handler } from './handler.ts';
import type { Logger } from './logger.ts';
import type { RunJob } from './queue.ts';

/** How long a handler may take for one event before its signal is aborted, in milliseconds. */
export const timeLimit = 60_000;

/** Finds the handler of a job and gives it the event. */
export function createRunJob(handlers: readonly Handler[], logger: Logger): RunJob {
  const byName = new Map(handlers.map((handler) => [handler.name, handler]));
  if (byName.size < handlers.length) throw new Error('Two handlers have the same name.');

  return async ({ handler: name, deliveryId, rawBody }) => {
    const handler = byName.get(name);
    const body = parseBody(rawBody);
    if (!handler) throw new Error(`There is no handler ${name} any more.`);
    if (!body) throw new Error('The kept body cannot be read.');
    const { event } = body.payload;
    const started = performance.now();
    const signal = AbortSignal.timeout(timeLimit);
    await handle(handler, body.payload, { deliveryId, rawBody, logger, signal });
    const milliseconds = Math.round(performance.now() - started);
    logger.info('handled', { event, deliveryId, handler: name, milliseconds });
  };
}

/** Whether a handler wants an event. The Console's test payload has no event's shape, so only `onEvery` gets it. */
export function wants(handler: Handler, payload: AnyPayload): boolean {
  if (handler.onEvery) return true;
  const { event } = payload;
  return isEventName(event) && handler.on?.[event] !== undefined && !isConsoleTest(payload);
}

async function handle(handler: Handler, payload: AnyPayload, context: Context): Promise<void> {
  await handler.onEvery?.(payload, context);
  const { event } = payload;
  if (isEventName(event) && !isConsoleTest(payload))
    await handleTyped(handler, event, payload, context);
}

async function handleTyped<Name extends EventName>(
  handler: Handler,
  event: Name,
  payload: AnyPayload,
  context: Context,
): Promise<void> {
  const handleEvent = handler.on?.[event];
  if (handleEvent && isPayloadOf(payload, event)) await handleEvent(payload, context);
}

/** By name alone: the signature proves that Logto wrote the rest. */
function isPayloadOf<Name extends EventName>(
  payload: { readonly event: string },
  event: Name,
): payload is LogtoPayloads[Name] {
  return payload.event === event;
}
