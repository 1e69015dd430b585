import { setTimeout as wait } from 'node:timers/promises';
import { type Attempt, deliver, isSuccess, lostEvent } from '../../core/http/deliver.ts';
import type { Transport } from '../../core/http/transport/transport.ts';
import type { Webhook } from '../api/schemas.ts';
import type { MissingEvent } from './compare.ts';
import { type SyntheticEvent, synthesizeEvent } from './synthesize.ts';

export interface ReconcileOptions {
  readonly webhook: Webhook;
  readonly url: URL;
  readonly transport: Transport;
  /** Milliseconds for each response. */
  readonly timeout: number;
  /** Deliveries at a time; 1 keeps the order. */
  readonly concurrency: number;
  /** The most per second; undefined for no limit. */
  readonly rate: number | undefined;
  /** Stop after this many failures in a row. */
  readonly maxFailures: number;
  readonly signal: AbortSignal;
  readonly report: (sent: SentEvent) => void;
}

/** A missing event that was sent. */
export interface SentEvent {
  readonly gap: MissingEvent;
  readonly synthetic: SyntheticEvent;
  readonly attempt: Attempt;
  readonly ok: boolean;
}

export interface ReconcileOutcome {
  readonly delivered: number;
  readonly failed: number;
  /** Whether too many failed in a row. */
  readonly gaveUp: boolean;
}

/** The most bytes of a response to show. */
const maxResponse = 64 * 1024;

/** Sends missing events to the receiver, until too many fail in a row or it is interrupted. */
export async function sendMissingEvents(
  gaps: AsyncGenerator<MissingEvent>,
  options: ReconcileOptions,
): Promise<ReconcileOutcome> {
  const { concurrency, maxFailures, signal, rate } = options;
  const started = performance.now();
  let [begun, delivered, failed, inARow] = [0, 0, 0, 0];
  const isOver = () => inARow >= maxFailures || signal.aborted;

  async function work(): Promise<void> {
    while (!isOver()) {
      const index = begun++;
      if (rate !== undefined) await until(started + (index * 1000) / rate, signal);
      const { value: gap, done } = await gaps.next();
      if (done || isOver()) return;
      const sent = await tell(gap, options);
      if (sent.ok) [delivered, inARow] = [delivered + 1, 0];
      else [failed, inARow] = [failed + 1, inARow + 1];
      options.report(sent);
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work));
  await gaps.return(undefined);
  return { delivered, failed, gaveUp: inARow >= maxFailures };
}

async function tell(
  gap: MissingEvent,
  { webhook, url, timeout, transport }: ReconcileOptions,
): Promise<SentEvent> {
  const synthetic = synthesizeEvent(gap, webhook, new Date());
  const { headers, body } = synthetic;
  const attempt = await deliver(transport, {
    ...{ method: 'POST', url, headers, body, timeout, maxResponse },
  });
  return { gap, synthetic, attempt, ok: isSuccess(attempt) && !lostEvent(attempt) };
}

async function until(time: number, signal: AbortSignal): Promise<void> {
  const left = time - performance.now();
  if (left > 0) await wait(left, undefined, { signal }).catch(() => {});
}
