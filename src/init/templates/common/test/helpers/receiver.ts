import { onTestFinished } from 'vitest';
import type { Handler } from '../../src/receiver/handler.ts';
import { createLogger } from '../../src/receiver/logger.ts';
import type { Outcome, Queue, RunJob } from '../../src/receiver/queue.ts';
import { createReceiver, type Receiver } from '../../src/receiver/receiver.ts';
import { createRunJob } from '../../src/receiver/run-job.ts';
import { signingKey } from './deliveries.ts';

export interface TestReceiver {
  readonly receiver: Receiver;
  /** What it logged, a line of JSON each. */
  readonly log: readonly string[];
}

/** A receiver with these handlers, closed when the test is over. */
export function startTestReceiver(...handlers: Handler[]): TestReceiver {
  const log: string[] = [];
  const logger = createLogger((line) => log.push(line));
  const queue = createPlainQueue(createRunJob(handlers, logger));
  const receiver = createReceiver({ signingKey, handlers, queue, logger });
  onTestFinished(() => receiver.close());
  return { receiver, log };
}

/** The simplest queue: everything at once, each job tried once. The project's own is tested by itself. */
function createPlainQueue(run: RunJob): Queue {
  const running = new Set<Promise<Outcome>>();
  return {
    async add(jobs) {
      const settled = Promise.allSettled(jobs.map(run)).then((results) =>
        results.every(({ status }) => status === 'fulfilled') ? 'done' : 'failed',
      );
      running.add(settled);
      return { settled };
    },
    close: async () => void (await Promise.all(running)),
  };
}
