import type { TenantClient } from '../api/client.ts';
import type { Webhook } from '../api/schemas.ts';
import { type LogOutcome, outcomeOfEntry } from '../log/outcome.ts';

/** How many requests of the last 24 hours succeeded. */
export interface WebhookHealth {
  readonly requests: number;
  readonly succeeded: number;
  readonly lastError: LastError | null;
}

interface LastError extends LogOutcome {
  /** The id of its log entry. */
  readonly id: string;
  readonly event: string;
  readonly at: Date;
}

/** The most entries to search for the last error: ten pages. */
const farthest = 1000;

/** Returns the health of a webhook. Searches for the last error only if there is one. */
export async function readHealth(client: TenantClient, webhook: Webhook): Promise<WebhookHealth> {
  const { requestCount: requests = 0, successCount: succeeded = 0 } = webhook.executionStats ?? {};
  const lastError = succeeded < requests ? await findLastError(client, webhook) : null;
  return { requests, succeeded, lastError };
}

async function findLastError(
  client: TenantClient,
  { id, config }: Webhook,
): Promise<LastError | null> {
  let read = 0;
  for await (const entry of client.readLog(id, {}, 20)) {
    const outcome = outcomeOfEntry(entry, config.url);
    const event = eventOfKey(entry.key);
    if (!outcome.ok) return { ...outcome, id: entry.id, event, at: new Date(entry.createdAt) };
    if (++read === farthest) return null;
  }
  return null;
}

/** Returns the event of a log key: `User.Created` for `TriggerHook.User.Created`. */
export function eventOfKey(key: string): string {
  return key.replace(/^TriggerHook\./, '');
}
