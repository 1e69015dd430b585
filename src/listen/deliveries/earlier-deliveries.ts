import { UsageError } from '../../core/errors.ts';
import { fromStored } from '../../core/history/delivery-mapping.ts';
import type { Problem } from '../../core/history/problems.ts';
import { History } from '../../core/history/reader.ts';
import type { ListedDelivery, StoredDelivery } from '../../core/history/record.ts';
import type { DeliverySummary } from '../inspector/source.ts';
import type { KeptDelivery } from './recent-deliveries.ts';
import { notJson, recordStored } from './records.ts';

export interface EarlierQuery {
  /** Only deliveries received before the one with this id. */
  readonly before?: string | undefined;
  /** Only deliveries received at this time or before. */
  readonly until?: Date | undefined;
  /** What is at hand already. */
  readonly except: ReadonlySet<string>;
  readonly limit: number;
  /** Only what has this text in its body, in any case. */
  readonly text?: string | undefined;
}

/** As far back as is listed and searched: what a page holds. */
const reach = 20_000;

/** Milliseconds after the last look; where everything is takes some hundred bytes for each record. */
const remembered = 30_000;

/**
 * The deliveries of the history, of this listener and of those before it in the same directory, for
 * who looks further back than memory does. While nobody looks, nothing of it is held.
 */
export class EarlierDeliveries {
  readonly #directory: string;
  readonly #reportProblems: (problems: readonly Problem[]) => void;
  #history: History | undefined;
  #forgetting: NodeJS.Timeout | undefined;

  /**
   * @param directory as `historyDirectory` gives it
   * @param reportProblems told what cannot be read, after each look
   */
  constructor(directory: string, reportProblems: (problems: readonly Problem[]) => void) {
    this.#directory = directory;
    this.#reportProblems = reportProblems;
  }

  /** Rows, newest first; none after one that is no longer kept. */
  async list({ before, until, except, limit, text }: EarlierQuery): Promise<DeliverySummary[]> {
    const history = await this.#look();
    if (!history || (before !== undefined && !history.has(before))) return [];
    // Deliveries that `--events` excludes are acknowledged, and not shown.
    const wants = ({ id, skipped }: ListedDelivery) => !skipped && !except.has(id);
    const options = { before, until: until?.getTime(), limit, reach, wants, text };
    const listed = await history.listSummaries(options);
    this.#report(history);
    return listed.map(summarize).reverse();
  }

  /** Returns undefined if it is not, or no longer, in the history, or cannot be read. */
  async find(id: string): Promise<KeptDelivery | undefined> {
    const history = await this.#look();
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

  /** An incomplete end is normal after a kill, and while another listener writes. */
  #report({ problems }: History): void {
    this.#reportProblems(problems.map((one) => ({ ...one, isIncomplete: false })));
  }

  /** Returns undefined if the directory of the history cannot be read. */
  async #look(): Promise<History | undefined> {
    clearTimeout(this.#forgetting);
    this.#forgetting = setTimeout(() => {
      this.#history = undefined;
    }, remembered).unref();
    this.#history ??= new History(this.#directory);
    const history = this.#history;
    return history.refresh().then(() => history, ifUnreadable);
  }
}

/** Deliveries that cannot be read are skipped; the others are listed. */
function ifUnreadable(error: unknown): undefined {
  if (!(error instanceof UsageError)) throw error;
}

function summarize(listed: ListedDelivery): DeliverySummary {
  const { id, receivedAt, event, hookId, signature, drift, responded, replay, replays } = listed;
  return {
    ...{ id, receivedAt, event, hookId, signature, responded, replays },
    sentence: listed.isJson ? listed.words : notJson,
    drift: drift.length,
    lastReplay: replay ? String(replay.status ?? replay.error?.code) : null,
  };
}
