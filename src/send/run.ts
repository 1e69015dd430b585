import { type Attempt, deliver, isSuccess } from '../core/http/deliver.ts';
import type { Transport } from '../core/http/transport/transport.ts';
import type { Outgoing, SignedRequest } from '../core/logto/signed-request.ts';
import { type Envelope, prepareRequests, type SignRequest } from './outgoing.ts';

/** The report of one attempt, made when it ends. */
export interface AttemptReport {
  readonly outgoing: Outgoing;
  readonly sent: SignedRequest;
  readonly attempt: Attempt;
  /** 1 for the first attempt of a delivery. */
  readonly number: number;
  /** Whether the status is the expected one: a 2xx, or what `expect` says. */
  readonly ok: boolean;
  /** False if a retry follows. */
  readonly final: boolean;
}

export interface Load {
  /** How often each delivery is sent. */
  readonly count: number;
  /** How many deliveries run concurrently. */
  readonly concurrency: number;
  /** Maximum number of deliveries started per second; undefined for no limit. */
  readonly rate: number | undefined;
  /** Retries after a status of 500 and above. */
  readonly retries: number;
  /** Tests for the expected status; undefined for any 2xx. */
  readonly expect: ((status: number) => boolean) | undefined;
}

/**
 * Sends every delivery `count` times, in order, at most `concurrency` at a time, and reports each attempt. When
 * `signal` aborts, it stops and cancels requests in flight.
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
 * Retries as Logto does since logto-io/logto#9410: only after a status of 500 and above, with the same bytes
 * and signature, after 0.3, 0.6 and 1.2 s (the defaults of its HTTP client).
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
