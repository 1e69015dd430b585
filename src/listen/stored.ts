import type { Delivery, Forwarded } from '../core/delivery.ts';
import type { NewDelivery, StoredAttempt } from '../core/history/record.ts';

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

function toStoredAttempt(forwarded: Forwarded): StoredAttempt {
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
