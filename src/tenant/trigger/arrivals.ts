import { setTimeout as wait } from 'node:timers/promises';
import type { EventName } from '../../core/logto/events.ts';
import type { TenantClient } from '../api/client.ts';
import { eventsOf, type Webhook } from '../api/schemas.ts';
import { type LogOutcome, outcomeOfEntry } from '../log/outcome.ts';

/** An event that a call caused. */
export interface Triggered {
  readonly event: EventName;
  /** The call, for output: `POST /api/users`. */
  readonly call: string;
  /** The id of the object that the payload is about. */
  readonly objectId: string;
}

/** The arrival of an event in a webhook's log. */
export interface Arrival {
  readonly triggered: Triggered;
  readonly webhook: Webhook;
  /** Undefined if it did not appear in the log in time. */
  readonly outcome: LogOutcome | undefined;
}

/** Milliseconds: Logto logs a delivery when it has the response, for which it waits 10 s. */
const longestDelivery = 12_000;
const interval = 300;

/**
 * Waits until the webhooks' logs have every event that they are subscribed to.
 * @param since of the tenant's clock, in epoch milliseconds
 * @throws TenantError if a log cannot be read, and the signal's reason
 */
export async function findArrivals(
  client: TenantClient,
  webhooks: readonly Webhook[],
  triggered: readonly Triggered[],
  { since, signal }: { readonly since: number; readonly signal: AbortSignal },
): Promise<Arrival[]> {
  const found: Arrival[] = [];
  let open = webhooks.flatMap((webhook) =>
    triggered
      .filter(({ event }) => eventsOf(webhook).includes(event))
      .map((one) => ({ webhook, triggered: one })),
  );
  for (const until = Date.now() + longestDelivery; open.length > 0 && Date.now() < until; ) {
    for (const webhook of new Set(open.map((one) => one.webhook))) {
      for await (const { key, payload, ...entry } of client.readLog(webhook.id, { since })) {
        const body = JSON.stringify(payload.hookRequest?.body ?? {});
        const match = open.find(
          (one) =>
            one.webhook === webhook &&
            key === `TriggerHook.${one.triggered.event}` &&
            body.includes(`"${one.triggered.objectId}"`),
        );
        if (!match) continue;
        const outcome = outcomeOfEntry({ key, payload, ...entry }, webhook.config.url);
        found.push({ ...match, outcome });
        open = open.filter((one) => one !== match);
      }
    }
    if (open.length > 0) await wait(interval, undefined, { signal });
  }
  return [...found, ...open.map((one) => ({ ...one, outcome: undefined }))];
}
