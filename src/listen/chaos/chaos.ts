import { setTimeout as wait } from 'node:timers/promises';
import type { ChaosRule } from '../../core/chaos-rule.ts';
import type { Forward, ForwardResult } from '../forward.ts';
import { jsonResponse } from '../response.ts';
import { createDecisions } from './decisions.ts';

export interface ChaosOptions {
  readonly rules: readonly ChaosRule[];
  readonly seed: number;
}

/** Forwards deliveries with injected faults. */
export interface ChaoticForward {
  readonly forward: Forward;
  /** Resolves when every duplicate has arrived; responses do not wait for them. */
  settled(): Promise<void>;
}

/** Milliseconds after which a delivery that waits to be overtaken is sent anyway. */
const maxHold = 1000;

/**
 * Injects faults between the sender and the app, according to the rules and the seed. The sender gets what
 * Logto would get: the app's response, delayed with the delivery; the first response to a duplicate; another
 * status; 502 if the connection failed.
 * @param forward sends a delivery to the app
 * @param reset sends half of it, then resets the connection
 */
export function withChaos(
  forward: Forward,
  reset: Forward,
  { rules, seed }: ChaosOptions,
): ChaoticForward {
  const decide = createDecisions(rules, seed);
  const held = new HeldDeliveries();
  const duplicates = new Set<Promise<unknown>>();

  async function deliver(faults: Faults, ...args: Parameters<Forward>): Promise<ForwardResult> {
    if (faults.has('drop')) return dropped();
    if (faults.has('reorder')) await held.wait();
    if (faults.has('delay')) await wait(faults.get('delay')?.value);
    if (faults.has('reset')) return reset(...args);
    const result = await forward(...args);
    if (faults.has('duplicate')) {
      const duplicate = forward(...args).finally(() => duplicates.delete(duplicate));
      duplicates.add(duplicate);
    }
    const status = faults.get('status')?.value;
    return status === undefined
      ? result
      : { ...result, response: jsonResponse(status, { status }) };
  }

  return {
    async forward(...args) {
      const chosen = decide();
      const release = held.overtake();
      try {
        const result = await deliver(new Map(chosen.map((rule) => [rule.kind, rule])), ...args);
        return { ...result, chaos: chosen };
      } finally {
        release();
      }
    },
    async settled() {
      await Promise.all(duplicates);
    },
  };
}

type Faults = ReadonlyMap<ChaosRule['kind'], ChaosRule>;

/** Returns the result of a delivery that was not sent; the sender sees a failed connection. */
function dropped(): ForwardResult {
  return { response: jsonResponse(502, { error: 'The delivery was dropped.' }), attempt: null };
}

/** Deliveries that wait until the next one has overtaken them. */
class HeldDeliveries {
  #waiting: (() => void)[] = [];

  wait(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, maxHold);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /**
   * Marks a new delivery. Returns a function that releases the deliveries that wait, to call when the new one
   * was sent.
   */
  overtake(): () => void {
    const overtaken = this.#waiting;
    this.#waiting = [];
    return () => {
      for (const release of overtaken) release();
    };
  }
}
