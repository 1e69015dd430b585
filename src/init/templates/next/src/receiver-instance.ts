import process from 'node:process';
import { createLogger } from './receiver/logger.ts';
import { type Receiver, type ReceiverResponse, rejected } from './receiver/receiver.ts';
import { startReceiver } from './receiver/start.ts';

// Next.js bundles each route separately, so a variable of this module would exist several times.
const shared: typeof globalThis & { logtoReceiver?: Promise<Receiver> | undefined } = globalThis;

/** Returns the receiver of this process. If it cannot start, the next call tries again. */
export function getReceiver(): Promise<Receiver> {
  shared.logtoReceiver ??= startReceiver(process.env).catch((error: unknown) => {
    shared.logtoReceiver = undefined;
    throw error;
  });
  return shared.logtoReceiver;
}

/** Calls `respond` with the receiver, or responds with 503 if it cannot start now. */
export async function withReceiver<Result>(
  respond: (receiver: Receiver) => Promise<Result>,
): Promise<Result | ReceiverResponse> {
  let receiver: Receiver;
  try {
    receiver = await getReceiver();
  } catch (error) {
    createLogger().error('the receiver cannot start', {}, error);
    return rejected(503, 'The receiver cannot start.');
  }
  return respond(receiver);
}
