import { type ChaosRule, isChaosKind } from '../chaos-rule.ts';
import type { Delivery, ForwardAttempt } from '../delivery.ts';
import type { NewDelivery, StoredAttempt, StoredChaos, StoredDelivery } from './record.ts';

/** Returns a delivery as it is stored in the history. */
export function toStored(delivery: Delivery): NewDelivery {
  const { id, request, verification, skipped, forward, responseStatus } = delivery;
  const { signature, key, diagnosis, isJson, event, hookId, known, consoleTest } = verification;
  const { via, at, path, headers, body, wireBody } = request;
  return {
    type: 'delivery',
    id,
    receivedAt: at.toISOString(),
    via,
    event,
    hookId,
    signature,
    key,
    diagnosis,
    isJson,
    known,
    consoleTest,
    drift: verification.drift(),
    skipped,
    responded: responseStatus,
    words: delivery.summary(),
    path,
    headers,
    body,
    wireBody,
    chaos: delivery.chaos,
    forward: forward && toStoredAttempt(forward),
  };
}

function toStoredAttempt(forward: ForwardAttempt): StoredAttempt {
  const { at, url, status, latencyMs, failure, headers, body } = forward;
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
    request: { via, at: new Date(receivedAt), path, headers, body, wireBody },
    verification: { ...read, signature, key: stored.key ?? null, diagnosis, drift: () => drift },
    summary: () => stored.words,
    skipped,
    ...(stored.chaos ? { chaos: stored.chaos.flatMap(readChaos) } : {}),
    forward: forward ? { ...forward, at: new Date(forward.at), failure: forward.error } : null,
    responseStatus: responded,
  };
}

/** Skips kinds that this version does not know. */
function readChaos({ kind, value, probability }: StoredChaos): ChaosRule[] {
  return isChaosKind(kind) ? [{ kind, value, probability }] : [];
}
