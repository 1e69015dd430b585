import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { type Finding, passed, skipped } from '../check.ts';
import { coveredElsewhere, summarize } from '../checks/assertions.ts';
import type { EventVariant } from '../payloads/payload-source.ts';
import type { ReceiverClient } from '../receiver/client.ts';
import { describeResponse, type Exchange, isAccepted } from '../receiver/exchange.ts';
import { maxConcurrentDeliveries } from '../receiver/session.ts';
import { apply, differencesOf, explainRefusal, type FuzzOptions, type Refusal } from './explain.ts';
import { fieldsOf } from './fields.ts';

/** Milliseconds after which shrinking ends with the smallest payload so far. */
const shrinkLimitMs = 20_000;

/** Sends generated payloads of every event and variant whose fixture the receiver accepts. */
export async function runFuzz(client: ReceiverClient, options: FuzzOptions): Promise<Finding> {
  const { session } = client;
  const events = new Set(session.accepted.map(({ event }) => event));
  const variants = session.variants.filter(({ event }) => events.has(event));
  if (variants.length === 0) return skipped('No subscribed event is accepted.');
  const run = new FuzzRun(client, options);
  await run.all(variants);
  const { refusal, exchanges } = run;
  if (!refusal) {
    return passed(
      `${summarize(exchanges)} to ${exchanges.length} payloads (--seed ${options.seed})`,
    );
  }
  const covered = coveredElsewhere(refusal.exchange);
  if (covered) return covered;
  const control = await client.deliver(refusal.variant);
  if (!isAccepted(control)) {
    return skipped(`It now refuses ordinary events, too: ${describeResponse(control)}`);
  }
  return explainRefusal(client, refusal, options);
}

class FuzzRun {
  readonly exchanges: Exchange[] = [];
  refusal: Refusal | undefined;
  readonly #client: ReceiverClient;
  readonly #options: FuzzOptions;

  constructor(client: ReceiverClient, options: FuzzOptions) {
    this.#client = client;
    this.#options = options;
  }

  /** Divides the cases among the variants, and tests several at a time if the receiver is slow. */
  async all(variants: readonly EventVariant[]): Promise<void> {
    const { cases, seed } = this.#options;
    const [order = []] = fc.sample(
      fc.shuffledSubarray([...variants], { minLength: variants.length }),
      { seed, numRuns: 1 },
    );
    const queue = order.map((variant, index) => ({
      variant,
      count: Math.floor(cases / order.length) + (index < cases % order.length ? 1 : 0),
    }));
    const work = async () => {
      for (let next = queue.shift(); next && !this.refusal; next = queue.shift()) {
        if (next.count > 0) await this.#tryVariant(next.variant, next.count);
      }
    };
    const { session } = this.#client;
    const isSlow = session.exchanges.every(({ attempt }) => attempt.latencyMs > 20);
    await Promise.all(Array.from({ length: isSlow ? maxConcurrentDeliveries : 1 }, work));
  }

  async #tryVariant(variant: EventVariant, count: number): Promise<void> {
    const { session } = this.#client;
    const fields = fieldsOf(
      variant,
      this.#client.payloads.object(variant),
      session.options.version,
    );
    let smallest: Refusal | undefined;
    let until = Number.POSITIVE_INFINITY;
    const property = fc.asyncProperty(
      fc.tuple(...fields.map(({ change }) => change)),
      async (changes) => {
        if (this.refusal || Date.now() > until) return true;
        const differences = differencesOf(fields, changes);
        const payload = this.#client.payloads.object(variant);
        for (const difference of differences) apply(payload, difference);
        const exchange = await this.#client.post(payload, { note: 'generated' });
        if (isAccepted(exchange)) {
          this.exchanges.push(exchange);
          return true;
        }
        until = Math.min(until, Date.now() + shrinkLimitMs);
        smallest = { variant, differences, exchange };
        return false;
      },
    );
    await fc.check(property, { seed: seedOf(this.#options.seed, variant), numRuns: count });
    this.refusal ??= smallest;
  }
}

/** Returns the seed of a variant, so that its payloads do not depend on those of others. */
function seedOf(seed: number, { event, variant }: EventVariant): number {
  return createHash('sha256').update(`${seed} ${event} ${variant}`).digest().readInt32BE();
}
