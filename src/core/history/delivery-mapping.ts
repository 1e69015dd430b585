import { type ChaosRule, isChaosKind } from '../chaos-rule.ts';
import type { Delivery, ForwardAttempt } from '../delivery.ts';
import { readPayload } from '../payload/read.ts';
import type { NewDelivery, StoredAttempt, StoredChaos, StoredDelivery } from './record.ts';

/** A hostile payload's event may be megabytes long; the whole is in the body. */
const longestName = 200;

/** A delivery as it is kept in the history. */
export function toStored(delivery: Delivery): NewDelivery {
  const { id, received, verdict, skipped, forwarded, responded } = delivery;
  const { signature, diagnosis, isJson, event, hookId, known, consoleTest } = verdict;
  const { via, at, headers, body, wireBody } = received;
  return {
    type: 'delivery',
    id,
    receivedAt: at.toISOString(),
    via,
    event: event === null ? null : event.slice(0, longestName),
    hookId: hookId === null ? null : hookId.slice(0, longestName),
    signature,
    diagnosis,
    isJson,
    known,
    consoleTest,
    drift: verdict.drift(),
    skipped,
    responded,
    words: delivery.words(),
    headers,
    body,
    wireBody,
    chaos: delivery.chaos,
    forward: forwarded && toStoredAttempt(forwarded),
  };
}

function toStoredAttempt(forwarded: ForwardAttempt): StoredAttempt {
  const { at, url, status, latencyMs, failure, headers, body } = forwarded;
  return {
    kind: 'forward',
    at: at.toISOString(),
    url,
    status,
    latencyMs: Math.round(latencyMs * 100) / 100,
    error: failure,
    headers,
    body,
    bodyLength: body.length,
    signing: 'original',
    sent: null,
  };
}

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
