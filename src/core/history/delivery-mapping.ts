import { type ChaosRule, isChaosKind } from '../chaos-rule.ts';
import type { Delivery, ForwardAttempt } from '../delivery.ts';
import type { NewDelivery, StoredAttempt, StoredChaos, StoredDelivery } from './record.ts';

/** A delivery as it is kept in the history. */
export function toStored(delivery: Delivery): NewDelivery {
  const { id, received, verdict, skipped, forwarded, responded } = delivery;
  const { signature, diagnosis, isJson, event, hookId, known, consoleTest } = verdict;
  const { via, at, path, headers, body, wireBody } = received;
  return {
    type: 'delivery',
    id,
    receivedAt: at.toISOString(),
    via,
    event,
    hookId,
    signature,
    diagnosis,
    isJson,
    known,
    consoleTest,
    drift: verdict.drift(),
    skipped,
    responded,
    words: delivery.words(),
    path,
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

/** Returns a delivery of the history as it was received, without the parsed payload. */
export function fromStored(stored: StoredDelivery): Delivery {
  const {
    id,
    via,
    receivedAt,
    path = null,
    headers,
    body,
    wireBody,
    skipped,
    responded,
    attempts,
  } = stored;
  const { signature, diagnosis, isJson, event, hookId, known, consoleTest, drift } = stored;
  const read = { payload: undefined, isJson, event, hookId, known, consoleTest };
  const forward = attempts.find(({ kind }) => kind === 'forward');
  return {
    id,
    received: { via, at: new Date(receivedAt), path, headers, body, wireBody },
    verdict: { ...read, signature, diagnosis, drift: () => drift },
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
