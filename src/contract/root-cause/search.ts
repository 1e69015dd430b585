import { isLoopback } from '../../core/http/loopback.ts';
import type { ReceiverClient } from '../receiver/client.ts';
import { type Exchange, isAccepted, isRateLimited } from '../receiver/exchange.ts';
import { maxConcurrentDeliveries } from '../receiver/session.ts';
import type { Experiment, ExperimentGroup } from './experiments/experiment.ts';
import type { Laboratory, Proof } from './prove.ts';

/** The result of a search; `tried` is one sentence. */
export type SearchResult =
  | Exclude<Proof, { outcome: 'refuted' }>
  | { readonly outcome: 'unexplained'; readonly tried: string };

const budgetMs = 60_000;
/** Milliseconds of latency up to which experiments are sent one by one; above, several at a time. */
const quickMs = 40;

/** Tries experiments in their order until one is proved. */
export class Search {
  readonly #laboratory: Laboratory;
  readonly #refusal: Exchange;
  readonly #groups: readonly ExperimentGroup[];
  readonly #omitsKey: boolean;
  readonly #width: number;
  readonly #until = Date.now() + budgetMs;
  #sent = 0;
  /** Why it ended early; null if it did not. */
  #stopped: string | null = null;

  constructor(
    { session }: ReceiverClient,
    laboratory: Laboratory,
    refusal: Exchange,
    groups: readonly ExperimentGroup[],
  ) {
    const { started, url } = session.options;
    const maySendKey = started !== undefined || isLoopback(url);
    this.#laboratory = laboratory;
    this.#refusal = refusal;
    this.#groups = maySendKey ? groups : groups.map(withoutKey);
    this.#omitsKey =
      !maySendKey && groups.some(({ experiments }) => experiments.some(({ sendsKey }) => sendsKey));
    this.#width = refusal.attempt.latencyMs < quickMs ? 1 : maxConcurrentDeliveries;
  }

  async run(): Promise<SearchResult> {
    for (const { experiments } of this.#groups) {
      for (let at = 0; at < experiments.length && this.#stopped === null; at += this.#width) {
        const result = await this.#tryBatch(experiments.slice(at, at + this.#width));
        if (result) return result;
      }
    }
    return { outcome: 'unexplained', tried: this.#describe() };
  }

  /** Sends a batch of experiments concurrently, and evaluates them in order. */
  async #tryBatch(experiments: readonly Experiment[]): Promise<SearchResult | undefined> {
    const exchanges = await Promise.all(experiments.map((one) => this.#laboratory.altered(one)));
    this.#sent += exchanges.length;
    if (exchanges.some(isRateLimited)) this.#stopped = 'stopped when the receiver responded 429';
    if (Date.now() > this.#until) this.#stopped = `stopped after ${budgetMs / 1000} s`;
    for (const [index, experiment] of experiments.entries()) {
      const exchange = exchanges[index];
      if (!exchange || !isAccepted(exchange)) continue;
      const proof = await this.#laboratory.prove(experiment, this.#refusal);
      if (proof.outcome !== 'refuted') return proof;
    }
    return undefined;
  }

  #describe(): string {
    const subjects = this.#groups.filter(({ experiments }) => experiments.length > 0);
    const notes = [
      ...(this.#omitsKey ? ['not the key itself in a header, as it would leave this machine'] : []),
      ...(this.#stopped === null ? [] : [this.#stopped]),
    ];
    const list = subjects.map(({ subject }) => subject).join(', ');
    return `Tried ${this.#sent} altered deliveries without success (${[list, ...notes].join('; ')}).`;
  }
}

function withoutKey({ subject, experiments }: ExperimentGroup): ExperimentGroup {
  return { subject, experiments: experiments.filter(({ sendsKey }) => !sendsKey) };
}
