import { parseBody, userIdOf } from './body.ts';
import type { Env } from './handler.ts';
import type { Fields, Logger } from './logger.ts';

/** One handler's work on one event. */
export interface Job {
  readonly handler: string;
  readonly deliveryId: string;
  /** The body as Logto signed it. */
  readonly rawBody: string;
}

/** Runs one attempt of a job; rejects if it should be retried. */
export type RunJob = (job: Job) => Promise<void>;

/** After `failed`, the event is accepted again if Logto repeats it. */
export type Outcome = 'done' | 'failed';

export interface Queue {
  /**
   * Accepts the jobs of one event, all or none. Acknowledge the event once this resolves.
   * @returns `settled`, for platforms that stop work after the response: resolves after the last attempt,
   * or after the first if the jobs are stored; never rejects
   */
  add(jobs: readonly Job[]): Promise<{ readonly settled: Promise<Outcome> }>;
  /** Returns the queue's state for /healthz. @throws Error if it cannot accept jobs */
  check(): Promise<Fields>;
  /** Finishes running jobs until `deadline` is aborted, then logs those that are left. */
  close(deadline: AbortSignal): Promise<void>;
}

export type CreateQueue = (env: Env, run: RunJob, logger: Logger) => Promise<Queue>;

/** Returns what identifies a job in the log. */
export function describeJob({ handler, deliveryId, rawBody }: Job): Fields {
  const payload = parseBody(rawBody)?.payload;
  return { event: payload?.event, userId: payload && userIdOf(payload), handler, deliveryId };
}

/** Resolves when a signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
