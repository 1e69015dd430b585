import { onTestFinished } from 'vitest';
import type { Handler } from '../../src/receiver/handler.ts';
import { createLogger } from '../../src/receiver/logger.ts';
import type { Outcome, Queue, RunJob } from '../../src/receiver/queue.ts';
import { createReceiver, type Receiver } from '../../src/receiver/receiver.ts';
import { createRunJob } from '../../src/receiver/run-job.ts';
import { signingKey } from './deliveries.ts';

export interface TestReceiver {
  readonly receiver: Receiver;
  /** The JSON lines it logged. */
  readonly log: readonly string[];
}

/** Starts a receiver with these handlers; it is closed after the test. */
export function startTestReceiver(...handlers: Handler[]): TestReceiver {
  const log: string[] = [];
  const logger = createLogger((line) => log.push(line));
  const queue = createSimpleQueue(createRunJob(handlers, logger));
  const receiver = createReceiver({ signingKey, handlers, queue, logger });
  onTestFinished(() => receiver.close(AbortSignal.timeout(1000)));
  return { receiver, log };
}

/** Runs each job immediately and once. The project's own queue has its own tests. */
function createSimpleQueue(run: RunJob): Queue {
  const running = new Set<Promise<Outcome>>();
  return {
    async add(jobs) {
      const settled = Promise.allSettled(jobs.map(run)).then((results) =>
        results.every(({ status }) => status === 'fulfilled') ? 'done' : 'failed',
      );
      running.add(settled);
      return { settled };
    },
    check: async () => ({ kind: 'simple' }),
    close: async () => void (await Promise.all(running)),
  };
}
