import { UsageError } from '../core/errors.ts';
import type { History } from '../core/history/reader.ts';
import type { StoredAttempt } from '../core/history/record.ts';
import {
  type Redeliverable,
  type Redelivery,
  type RedeliverySigning,
  redeliver,
  toStoredReplay,
} from '../core/history/replay-request.ts';
import { isMasked } from '../core/http/mask-url.ts';
import type { Transport } from '../core/http/transport.ts';
import type { CustomHeaders } from '../core/logto/request-headers.ts';
import type { Selected } from './select.ts';

export interface ReplayOptions {
  /** Undefined: each goes where it was forwarded to. */
  readonly to: URL | undefined;
  /** Each is delivered there as well. */
  readonly diff: URL | undefined;
  readonly signing: RedeliverySigning;
  /** What is sent in place of the one delivery that is replayed. */
  readonly edited: Redeliverable | undefined;
  /** Added to each request. */
  readonly headers: CustomHeaders;
  /** Milliseconds. */
  readonly timeout: number;
  /** How many deliveries are made at a time; they begin in order. */
  readonly concurrency: number;
}

/** One delivery that was made again: once, or, to compare, a second time elsewhere. */
export interface Replayed {
  readonly selected: Selected;
  readonly first: Redelivery;
  readonly second: Redelivery | null;
}

export interface ReplayTools {
  readonly history: History;
  readonly transport: Transport;
  /** Adds an attempt to the history of its delivery. */
  readonly record: (id: string, attempt: StoredAttempt) => Promise<void>;
  /** Told of each delivery in the moment it is over. */
  readonly report: (replayed: Replayed) => void;
  /** Told of each delivery that cannot be read any more; it is not sent. */
  readonly reportUnreadable: (error: UsageError) => void;
  readonly signal: AbortSignal;
}

/**
 * Where each delivery goes.
 * @throws UsageError where one was never forwarded and no target is given: then none is sent
 */
export function targetsOf(
  selected: readonly Selected[],
  to: URL | undefined,
): { readonly selected: Selected; readonly url: URL }[] {
  return selected.map((one) => {
    const url = to ?? (one.forwardedTo === null ? undefined : new URL(one.forwardedTo));
    if (url && isMasked(url)) {
      throw new UsageError(
        `The delivery ${one.id} was forwarded to '${one.forwardedTo}', whose query values are not stored.`,
        'Pass the URL with --to.',
      );
    }
    if (url) return { selected: one, url };
    throw new UsageError(
      `The delivery ${one.id} was never forwarded.`,
      'Pass a target, such as --to 3000.',
    );
  });
}

/** Makes each delivery again, in order, and records what came of it. Ends early when `signal` aborts. */
export async function replayDeliveries(
  selected: readonly Selected[],
  options: ReplayOptions,
  tools: ReplayTools,
): Promise<void> {
  const queue = targetsOf(selected, options.to).values();
  async function work(): Promise<void> {
    for (const next of queue) {
      if (tools.signal.aborted) return;
      await replayOne(next.selected, next.url, options, tools);
    }
  }
  const workers = Math.min(options.concurrency, selected.length);
  await Promise.all(Array.from({ length: workers }, work));
}

async function replayOne(
  selected: Selected,
  url: URL,
  { diff, signing, edited, timeout, headers }: ReplayOptions,
  { history, transport, record, report, reportUnreadable, signal }: ReplayTools,
): Promise<void> {
  const delivery = edited ?? (await readDelivery(selected, history, reportUnreadable));
  if (!delivery) return;
  const how = edited ? 'edited' : signing === 'original' ? 'original' : 'resigned';
  const make = async (target: URL) => {
    const redelivery = await redeliver(
      delivery,
      { url: target, timeout, headers, signal },
      transport,
      signing,
    );
    const wasCutOff = signal.aborted && !redelivery.attempt.response;
    if (!wasCutOff) await record(selected.id, toStoredReplay(redelivery, how));
    return redelivery;
  };
  const first = await make(url);
  const second = diff ? await make(diff) : null;
  if (!signal.aborted) report({ selected, first, second });
}

async function readDelivery(
  { id }: Selected,
  history: History,
  reportUnreadable: ReplayTools['reportUnreadable'],
): Promise<Redeliverable | undefined> {
  try {
    return await history.read(id);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    reportUnreadable(error);
    return undefined;
  }
}
