import { type Attempt, deliver, isSuccess } from '../core/http/deliver.ts';
import type { Transport } from '../core/http/transport.ts';
import type { Outgoing, SignedRequest } from '../core/logto/signed-request.ts';
import { type Envelope, prepareRequests, type SignRequest } from './outgoing.ts';

/** One attempt as it is reported, in the moment it is over. */
export interface AttemptReport {
  readonly outgoing: Outgoing;
  readonly sent: SignedRequest;
  readonly attempt: Attempt;
  /** 1 for the first attempt of a delivery. */
  readonly number: number;
  /** Whether it is what was wanted: a 2xx, or what `expect` says. */
  readonly ok: boolean;
  /** False where the delivery is tried again. */
  readonly final: boolean;
}

export interface Load {
  /** How often each delivery is made. */
  readonly count: number;
  /** How many run at a time. */
  readonly concurrency: number;
  /** Deliveries begun per second at the most; undefined for no limit. */
  readonly rate: number | undefined;
  /** Further attempts after an answer of 500 and above. */
  readonly retries: number;
  /** Which answers are wanted; undefined for any 2xx. */
  readonly expect: ((status: number) => boolean) | undefined;
}

/**
 * Makes every delivery `count` times, in order, at most `concurrency` at once, and reports each
 * attempt. Ends early when `signal` aborts; what is in flight is then cut off.
 */
export async function runDeliveries(
  outgoing: readonly Outgoing[],
  envelope: Envelope,
  load: Load,
  transport: Transport,
  report: (attempt: AttemptReport) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const total = outgoing.length * load.count;
  const signRequest = prepareRequests(envelope);
  const started = performance.now();
  let next = 0;

  async function work(): Promise<void> {
    while (next < total && !signal?.aborted) {
      const index = next++;
      const one = outgoing[index % outgoing.length];
      if (!one) return;
      if (load.rate !== undefined) await until(started + (index * 1000) / load.rate, signal);
      if (signal?.aborted) return;
      await deliverWithRetries(one, signRequest, load, transport, report, signal);
    }
  }
  await Promise.all(Array.from({ length: Math.min(load.concurrency, total) }, work));
}

/**
 * Retries as Logto does after logto-io/logto#9410: only answers of 500 and above, the same bytes
 * and signature again, after 0.3, 0.6 and 1.2 s (its HTTP client's defaults).
 */
async function deliverWithRetries(
  outgoing: Outgoing,
  signRequest: SignRequest,
  { retries, expect }: Load,
  transport: Transport,
  report: (attempt: AttemptReport) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const sent = signRequest(outgoing);
  for (let number = 1; ; number++) {
    const attempt = await deliver(transport, { ...sent.request, signal });
    if (signal?.aborted && !attempt.response) return;
    const status = attempt.response?.status;
    const ok = expect ? status !== undefined && expect(status) : isSuccess(attempt);
    const final = ok || number > retries || status === undefined || status < 500;
    report({ outgoing, sent, attempt, number, ok, final });
    if (final) return;
    await until(performance.now() + 300 * 2 ** (number - 1), signal);
    if (signal?.aborted) return;
  }
}

async function until(time: number, signal: AbortSignal | undefined): Promise<void> {
  const left = time - performance.now();
  if (left <= 0) return;
  const { setTimeout: wait } = await import('node:timers/promises');
  await wait(left, undefined, signal ? { signal } : {}).catch(() => {});
}
