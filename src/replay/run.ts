import { UsageError } from '../core/errors.ts';
import type { History } from '../core/history/reader.ts';
import type { StoredAttempt, StoredDelivery } from '../core/history/record.ts';
import {
  type Redeliverable,
  type Redelivery,
  type RedeliverySigning,
  redeliver,
  toStoredReplay,
} from '../core/history/replay-request.ts';
import { isMasked, maskPath } from '../core/http/mask-url.ts';
import { targetUrlFor } from '../core/http/target-url.ts';
import type { Transport } from '../core/http/transport/transport.ts';
import type { CustomHeaders } from '../core/logto/request-headers.ts';
import type { Selected } from './select.ts';

export interface ReplayOptions {
  /** If undefined, each goes where it was forwarded to. */
  readonly to: URL | undefined;
  /** Each is delivered there as well. */
  readonly diff: URL | undefined;
  readonly signing: RedeliverySigning;
  /** The edited delivery, which replaces the selected one. */
  readonly edited: Redeliverable | undefined;
  /** Added to each request. */
  readonly headers: CustomHeaders;
  /** Milliseconds. */
  readonly timeout: number;
  /** How many deliveries are sent at a time; they start in order. */
  readonly concurrency: number;
}

/** A replayed delivery; with `diff`, it was sent to both targets. */
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
  /** Called after each delivery. */
  readonly report: (replayed: Replayed) => void;
  /** Called for each delivery that can no longer be read; it is not sent. */
  readonly reportUnreadable: (error: UsageError) => void;
  readonly signal: AbortSignal;
}

/**
 * Checks that each delivery has a target, before any is sent.
 * @throws UsageError if one was never forwarded, or its URL was stored masked, and no target is given
 */
export function requireTargets(selected: readonly Selected[], to: URL | undefined): void {
  if (to) return;
  for (const { id, forwardedTo, path } of selected) {
    if (forwardedTo === null) {
      throw new UsageError(
        `The delivery ${id} was never forwarded.`,
        'Pass a target, such as --to 3000.',
      );
    }
    if (isMasked(new URL(forwardedTo)) && !hasIncomingQuery(forwardedTo, path)) {
      throw new UsageError(
        `The delivery ${id} was forwarded to '${forwardedTo}', whose query values are not stored.`,
        'Pass the URL with --to.',
      );
    }
  }
}

/** Returns whether a masked query is that of the request, which is stored unmasked. */
function hasIncomingQuery(forwardedTo: string, path: string | null): boolean {
  return path !== null && maskPath(path) === pathAndQuery(new URL(forwardedTo));
}

function pathAndQuery({ pathname, search }: URL): string {
  return pathname + search;
}

/**
 * Returns where a delivery is sent.
 * @param path path and query of its request, unmasked
 */
function targetOf(
  { forwardedTo }: Selected,
  path: string | null,
  to: URL | undefined,
): URL | undefined {
  if (to) return targetUrlFor(to, path).url;
  if (forwardedTo === null) return undefined;
  const url = new URL(forwardedTo);
  return isMasked(url) ? targetUrlFor(new URL(url.origin), path).url : url;
}

/** Sends each delivery again, in order, and records the attempts. Ends early when `signal` aborts. */
export async function replayDeliveries(
  selected: readonly Selected[],
  options: ReplayOptions,
  tools: ReplayTools,
): Promise<void> {
  requireTargets(selected, options.to);
  const queue = selected.values();
  async function work(): Promise<void> {
    for (const next of queue) {
      if (tools.signal.aborted) return;
      await replayOne(next, options, tools);
    }
  }
  const workers = Math.min(options.concurrency, selected.length);
  await Promise.all(Array.from({ length: workers }, work));
}

async function replayOne(
  selected: Selected,
  { to, diff, signing, edited, timeout, headers }: ReplayOptions,
  { history, transport, record, report, reportUnreadable, signal }: ReplayTools,
): Promise<void> {
  const stored = await readDelivery(selected, history, reportUnreadable);
  const path = stored?.path ?? null;
  const url = targetOf(selected, path, to);
  const delivery = edited ?? stored;
  if (!delivery || !url) return;
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
  const second = diff ? await make(targetUrlFor(diff, path).url) : null;
  if (!signal.aborted) report({ selected, first, second });
}

async function readDelivery(
  { id }: Selected,
  history: History,
  reportUnreadable: ReplayTools['reportUnreadable'],
): Promise<StoredDelivery | undefined> {
  try {
    return await history.read(id);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    reportUnreadable(error);
    return undefined;
  }
}
