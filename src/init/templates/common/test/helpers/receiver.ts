import { onTestFinished } from 'vitest';
import { createQueue } from '../../src/queue/create-queue.ts';
import type { Handler } from '../../src/receiver/handler.ts';
import { createLogger } from '../../src/receiver/logger.ts';
import { createReceiver, type Receiver } from '../../src/receiver/receiver.ts';
import { createRunJob } from '../../src/receiver/run-job.ts';
import { signingKey } from './deliveries.ts';

export interface TestReceiver {
  readonly receiver: Receiver;
  /** What it logged, a line of JSON each. */
  readonly log: readonly string[];
}

/** A receiver with these handlers, closed when the test is over; its queue keeps nothing on disk. */
export async function startTestReceiver(...handlers: Handler[]): Promise<TestReceiver> {
  const log: string[] = [];
  const logger = createLogger((line) => log.push(line));
  const env = { QUEUE_DIRECTORY: 'memory://' };
  const queue = await createQueue(env, createRunJob(handlers, logger), logger);
  const receiver = createReceiver({ signingKey, handlers, queue, logger });
  onTestFinished(() => receiver.close());
  return { receiver, log };
}
