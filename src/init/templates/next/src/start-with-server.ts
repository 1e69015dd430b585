import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { createLogger } from './receiver/logger.ts';
import { SettingsError } from './receiver/settings.ts';
import { getReceiver } from './receiver-instance.ts';

/** How long load balancers get to notice that the server stops, in milliseconds. */
const drainMs = 5_000;
/** How long the work in progress gets, in milliseconds. */
const stopLimitMs = 20_000;

/** Starts the receiver with the server, and finishes its work when the process is stopped. */
export async function startWithServer(): Promise<void> {
  const logger = createLogger();
  process.once('SIGTERM', () => void stop(drainMs)).once('SIGINT', () => void stop(0));
  try {
    await getReceiver();
  } catch (error) {
    if (error instanceof SettingsError) {
      console.error(error.message);
      process.exit(1);
    }
    // Such as a database that is not up yet: the next request tries again.
    logger.error('the receiver cannot start', {}, error);
  }
}

/** With NEXT_MANUAL_SIG_HANDLE=true, as in the Dockerfile, Next.js leaves stopping to this function. */
async function stop(delayMs: number): Promise<void> {
  const isOurs = process.env.NEXT_MANUAL_SIG_HANDLE === 'true';
  try {
    const receiver = await getReceiver();
    receiver.drain();
    if (isOurs) await wait(delayMs);
    const deadline = new AbortController();
    // Unlike that of AbortSignal.timeout, this timer keeps the process alive until then.
    setTimeout(() => deadline.abort(), stopLimitMs);
    await receiver.close(deadline.signal);
  } finally {
    if (isOurs) process.exit(0);
  }
}
