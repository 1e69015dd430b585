import type { Env } from './handler.ts';
import type { Logger } from './logger.ts';

/** The work one handler has with one event. */
export interface Job {
  readonly handler: string;
  readonly deliveryId: string;
  /** The body as Logto signed it. */
  readonly rawBody: string;
}

/** Does a job once; a rejection means that it should be tried again. */
export type RunJob = (job: Job) => Promise<void>;

/** What became of the jobs of one event: `failed` says that the event should be taken when it comes again. */
export type Outcome = 'done' | 'failed';

export interface Queue {
  /**
   * Takes the jobs of one event, all or none. Once it resolves, the event may be acknowledged.
   * @returns the work itself, for platforms that would stop it otherwise; it never rejects
   */
  add(jobs: readonly Job[]): Promise<{ readonly settled: Promise<Outcome> }>;
  /** Takes no more, and finishes what is in flight. */
  close(): Promise<void>;
}

export type CreateQueue = (env: Env, run: RunJob, logger: Logger) => Promise<Queue>;
