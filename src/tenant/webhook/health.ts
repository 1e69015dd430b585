import type { TenantClient } from '../api/client.ts';
import type { Webhook } from '../api/schemas.ts';
import { type LogOutcome, outcomeOfEntry } from '../log/outcome.ts';

/** How a webhook has fared over the last 24 hours. */
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

/** Entries that are looked through for the last error: ten pages. */
const farthest = 1000;

/** Looks up the last error only where Logto counts one. */
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

/** `TriggerHook.User.Created` is of `User.Created`. */
export function eventOfKey(key: string): string {
  return key.replace(/^TriggerHook\./, '');
}
