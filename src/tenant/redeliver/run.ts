import { setTimeout as wait } from 'node:timers/promises';
import { type Attempt, isSuccess, lostEvent } from '../../core/http/deliver.ts';
import type { Planned } from './plan.ts';
import type { Job } from './worker-client.ts';

export interface RedeliveryPace {
  /** Deliveries at a time; 1 keeps the order. */
  readonly concurrency: number;
  /** The most per second; undefined for no limit. */
  readonly rate: number | undefined;
  /** Stop after this many failures in a row. */
  readonly maxFailures: number;
  readonly signal: AbortSignal;
}

/** A finished attempt. */
export interface Redelivered {
  readonly planned: Planned;
  readonly job: Job & { readonly signature: string };
  readonly attempt: Attempt;
  /** 1 for the first attempt of this run. */
  readonly number: number;
  readonly ok: boolean;
}

export interface RedeliveryOutcome {
  readonly delivered: number;
  readonly failed: number;
  /** How many were not sent. */
  readonly left: number;
  /** Whether too many failed in a row. */
  readonly gaveUp: boolean;
}

interface Deliverer {
  readonly toJob: (planned: Planned) => Job & { readonly signature: string };
  readonly deliver: (job: Job) => Promise<Attempt>;
  readonly report: (redelivered: Redelivered) => void;
  /** Called before transient failures are retried. */
  readonly onRound: (count: number) => void;
}

/**
 * Delivers everything in order. Then transient failures (no response, 429, 5xx) are retried, as long as
 * each round delivers some of them: a receiver that fails occasionally gets everything, and one that is
 * down is left alone.
 * @throws what the worker throws
 */
export async function runRedeliveries(
  planned: readonly Planned[],
  pace: RedeliveryPace,
  deliverer: Deliverer,
): Promise<RedeliveryOutcome> {
  const first = await runRound(planned, 1, pace, deliverer);
  let round = first;
  let { delivered } = first;
  for (let number = 2; mayGoOn(round, pace.signal); number++) {
    deliverer.onRound(round.again.length);
    round = await runRound(round.again, number, pace, deliverer);
    delivered += round.delivered;
  }
  const { left, gaveUp } = first;
  return { delivered, failed: planned.length - delivered - left, left, gaveUp };
}

interface Round {
  readonly delivered: number;
  /** Deliveries to retry, in order. */
  readonly again: readonly Planned[];
  /** How many were not sent. */
  readonly left: number;
  readonly gaveUp: boolean;
}

function mayGoOn({ delivered, again, gaveUp }: Round, signal: AbortSignal): boolean {
  return delivered > 0 && again.length > 0 && !gaveUp && !signal.aborted;
}

async function runRound(
  planned: readonly Planned[],
  number: number,
  { concurrency, rate, maxFailures, signal }: RedeliveryPace,
  { toJob, deliver, report }: Deliverer,
): Promise<Round> {
  const started = performance.now();
  const again = new Map<number, Planned>();
  let [next, delivered, inARow] = [0, 0, 0];
  const isOver = () => inARow >= maxFailures || signal.aborted;

  async function work(): Promise<void> {
    while (next < planned.length && !isOver()) {
      const index = next++;
      if (rate !== undefined) await until(started + (index * 1000) / rate, signal);
      const one = planned[index];
      if (!one || isOver()) return void next--;
      const job = toJob(one);
      const attempt = await deliver(job);
      const ok = isSuccess(attempt) && !lostEvent(attempt);
      if (ok) delivered++;
      else if (mayPass(attempt)) again.set(index, one);
      inARow = ok ? 0 : inARow + 1;
      report({ planned: one, job, attempt, number, ok });
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, planned.length) }, work));
  return {
    delivered,
    again: [...again].sort(([a], [b]) => a - b).map(([, one]) => one),
    left: planned.length - next,
    gaveUp: inARow >= maxFailures,
  };
}

/** Returns whether a retry may succeed; after a 4xx it will not. */
function mayPass({ response }: Attempt): boolean {
  return response === null || response.status === 429 || response.status >= 500;
}

async function until(time: number, signal: AbortSignal): Promise<void> {
  const left = time - performance.now();
  if (left > 0) await wait(left, undefined, { signal }).catch(() => {});
}
