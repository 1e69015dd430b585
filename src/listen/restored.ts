import type { Delivery } from '../core/delivery.ts';
import type { StoredChaos, StoredDelivery } from '../core/history/record.ts';
import { type ChaosRule, isChaosKind } from './chaos/rules.ts';
import { readPayload } from './verify.ts';

/** A delivery of the history as it was when it came. */
export function fromStored(stored: StoredDelivery): Delivery {
  const { id, via, receivedAt, headers, body, wireBody, skipped, responded, attempts } = stored;
  const { signature, diagnosis, known, consoleTest, drift } = stored;
  const forward = attempts.find(({ kind }) => kind === 'forward');
  return {
    id,
    received: { via, at: new Date(receivedAt), headers, body, wireBody },
    // The body says what it says; the verdict is the one that was given.
    verdict: { ...readPayload(body), signature, diagnosis, known, consoleTest, drift: () => drift },
    words: () => stored.words,
    skipped,
    ...(stored.chaos ? { chaos: stored.chaos.flatMap(readChaos) } : {}),
    forwarded: forward ? { ...forward, at: new Date(forward.at), failure: forward.error } : null,
    responded,
  };
}

/** A kind that only a later version knows is left out. */
function readChaos({ kind, value, probability }: StoredChaos): ChaosRule[] {
  return isChaosKind(kind) ? [{ kind, value, probability }] : [];
}
