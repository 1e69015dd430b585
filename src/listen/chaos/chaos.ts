import { setTimeout as wait } from 'node:timers/promises';
import type { ChaosRule } from '../../core/chaos-rule.ts';
import type { DeliveryRequest } from '../../core/delivery.ts';
import type { Forward, ForwardResult } from '../forward.ts';
import { jsonResponse } from '../response.ts';
import { createDecisions } from './decisions.ts';

export interface ChaosOptions {
  readonly rules: readonly ChaosRule[];
  readonly seed: number;
}

/** A way to the app on which things go wrong. */
export interface ChaoticForward {
  readonly forward: Forward;
  /** Resolves when nothing is on its way any more: second copies are not waited for otherwise. */
  settled(): Promise<void>;
}

/** Nothing is held back for longer than this, in milliseconds. */
const longestHold = 1000;

/**
 * Makes deliveries go wrong on their way to the app, as the rules and the seed decide. Their sender
 * gets what Logto would get: the app's answer, late where the delivery was; the first of two answers
 * to a duplicate; another status; 502 where the connection failed.
 * @param forward brings a delivery to the app
 * @param breakOff brings half of it there
 */
export function withChaos(
  forward: Forward,
  breakOff: Forward,
  { rules, seed }: ChaosOptions,
): ChaoticForward {
  const decide = createDecisions(rules, seed);
  const line = new WaitingLine();
  const onTheirWay = new Set<Promise<unknown>>();

  async function deliver(request: DeliveryRequest, struck: Struck): Promise<ForwardResult> {
    if (struck.has('drop')) return lost();
    if (struck.has('reorder')) await line.wait();
    if (struck.has('delay')) await wait(struck.get('delay')?.value);
    if (struck.has('reset')) return breakOff(request);
    const result = await forward(request);
    if (struck.has('duplicate')) {
      const again = forward(request).finally(() => onTheirWay.delete(again));
      onTheirWay.add(again);
    }
    const status = struck.get('status')?.value;
    return status === undefined
      ? result
      : { ...result, response: jsonResponse(status, { status }) };
  }

  return {
    async forward(request) {
      const acts = decide();
      const release = line.pass();
      try {
        const result = await deliver(request, new Map(acts.map((act) => [act.kind, act])));
        return { ...result, chaos: acts };
      } finally {
        release();
      }
    },
    async settled() {
      await Promise.all(onTheirWay);
    },
  };
}

type Struck = ReadonlyMap<ChaosRule['kind'], ChaosRule>;

/** Nothing was sent, and the sender's connection came to nothing. */
function lost(): ForwardResult {
  return { response: jsonResponse(502, { error: 'The delivery was dropped.' }), attempt: null };
}

/** Where deliveries wait for the next one to overtake them. */
class WaitingLine {
  #waiting: (() => void)[] = [];

  wait(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, longestHold);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** For a delivery that comes by: what waits now may follow once it is through, as the result tells. */
  pass(): () => void {
    const overtaken = this.#waiting;
    this.#waiting = [];
    return () => {
      for (const follow of overtaken) follow();
    };
  }
}
