import { UsageError } from '../../core/errors.ts';
import { fromStored } from '../../core/history/delivery-mapping.ts';
import type { Problem } from '../../core/history/problems.ts';
import { History } from '../../core/history/reader.ts';
import type { ListedDelivery, StoredDelivery } from '../../core/history/record.ts';
import type { DeliverySummary } from '../inspector/source.ts';
import type { KeptDelivery } from './recent-deliveries.ts';
import { notJson, recordStored } from './records.ts';

export interface EarlierQuery {
  /** Only deliveries older than the one with this id. */
  readonly before?: string | undefined;
  /** Only deliveries up to this time. */
  readonly until?: Date | undefined;
  /** Ids of deliveries that are in memory. */
  readonly except: ReadonlySet<string>;
  readonly limit: number;
  /** Only deliveries with this text in their body; case does not matter. */
  readonly text?: string | undefined;
}

/** The most deliveries to list and search: as many as the page holds. */
const reach = 20_000;

/** Milliseconds after the last use; the index takes a few hundred bytes per record. */
const indexLifetime = 30_000;

/**
 * The deliveries of the history, of this run and of earlier ones in the same directory. The index is dropped
 * when it is unused.
 */
export class EarlierDeliveries {
  readonly #directory: string;
  readonly #reportProblems: (problems: readonly Problem[]) => void;
  #history: History | undefined;
  #dropTimer: NodeJS.Timeout | undefined;

  /**
   * @param directory as returned by `historyDirectory`
   * @param reportProblems called with the unreadable parts after each use
   */
  constructor(directory: string, reportProblems: (problems: readonly Problem[]) => void) {
    this.#directory = directory;
    this.#reportProblems = reportProblems;
  }

  /** Returns summaries, newest first; none if `before` is no longer in the history. */
  async list({ before, until, except, limit, text }: EarlierQuery): Promise<DeliverySummary[]> {
    const history = await this.#load();
    if (!history || (before !== undefined && !history.has(before))) return [];
    // Deliveries that `--events` excluded are not shown anywhere.
    const wants = ({ id, skipped }: ListedDelivery) => !skipped && !except.has(id);
    const options = { before, until: until?.getTime(), limit, reach, wants, text };
    const listed = await history.listSummaries(options);
    this.#report(history);
    return listed.map(summarize).reverse();
  }

  /** Returns undefined if the delivery is not in the history or cannot be read. */
  async find(id: string): Promise<KeptDelivery | undefined> {
    const history = await this.#load();
    if (!history?.has(id)) return undefined;
    const stored = await history.read(id).catch(ifUnreadable);
    this.#report(history);
    return stored && this.#keep(stored);
  }

  async #keep(stored: StoredDelivery): Promise<KeptDelivery> {
    const delivery = fromStored(stored);
    const attempts = await Promise.all(stored.attempts.map(recordStored));
    const [first] = attempts;
    const hasForwarding = first?.kind === 'forward';
    return {
      delivery,
      ...(hasForwarding ? { forwarding: first } : {}),
      replays: hasForwarding ? attempts.slice(1) : attempts,
    };
  }

  /**
   * Reports problems, except an incomplete end: it is normal after a kill, and while another listener writes.
   */
  #report({ problems }: History): void {
    this.#reportProblems(problems.map((one) => ({ ...one, isIncomplete: false })));
  }

  /** Returns undefined if the directory of the history cannot be read. */
  async #load(): Promise<History | undefined> {
    clearTimeout(this.#dropTimer);
    this.#dropTimer = setTimeout(() => {
      this.#history = undefined;
    }, indexLifetime).unref();
    this.#history ??= new History(this.#directory);
    const history = this.#history;
    return history.refresh().then(() => history, ifUnreadable);
  }
}

/** Skips unreadable deliveries, so that the others are listed. */
function ifUnreadable(error: unknown): undefined {
  if (!(error instanceof UsageError)) throw error;
}

function summarize(listed: ListedDelivery): DeliverySummary {
  const { id, receivedAt, event, hookId, signature, drift, responded, replay, replays } = listed;
  const { key = null, path = null, forward } = listed;
  return {
    ...{ id, receivedAt, event, hookId, signature, key, path, responded, replays },
    forward: forward && { url: forward.url, status: forward.status },
    sentence: listed.isJson ? listed.words : notJson,
    drift: drift.length,
    lastReplay: replay ? String(replay.status ?? replay.error?.code) : null,
  };
}
