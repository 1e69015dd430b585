import { setTimeout as wait } from 'node:timers/promises';
import { UsageError } from '../../core/errors.ts';
import type { TenantClient } from '../api/client.ts';
import { eventsOf, type Webhook } from '../api/schemas.ts';
import { cleanText, TenantError } from '../api/tenant-error.ts';

/** Reasons why some or all deliveries of a webhook cannot arrive. */
export interface WebhookCondition {
  readonly enabled: boolean;
  /** Wanted events that the webhook is not subscribed to. */
  readonly missing: readonly string[];
}

export interface WatchOptions {
  /** Events that should arrive; undefined for those of the webhook as it is now. */
  readonly wanted: readonly string[] | undefined;
  /** Called at the start if the webhook is disabled or lacks a wanted event, and whenever that changes. */
  readonly onChange: (condition: WebhookCondition, before: WebhookCondition) => void;
  /** What to do when the webhook is deleted, for the message. */
  readonly remedy: string;
  /** Milliseconds between two requests; 3000 by default. */
  readonly interval?: number | undefined;
  /** Ends it. */
  readonly signal: AbortSignal;
}

const defaultInterval = 3000;

/**
 * Watches whether a webhook still exists, is enabled and is subscribed to the wanted events. Its log does not
 * show that: `recent-logs` of a deleted webhook is an empty list with status 200.
 * @returns when `signal` is aborted
 * @throws UsageError when the webhook was deleted
 */
export async function watchWebhook(
  client: TenantClient,
  webhook: Webhook,
  { wanted = eventsOf(webhook), onChange, remedy, interval, signal }: WatchOptions,
): Promise<void> {
  let before: WebhookCondition = { enabled: true, missing: [] };
  const compare = (current: Webhook) => {
    const events = eventsOf(current);
    const missing = wanted.filter((event) => !events.includes(event));
    const condition = { enabled: current.enabled, missing };
    const isSame = condition.enabled === before.enabled && isEqual(missing, before.missing);
    if (!isSame) onChange(condition, before);
    before = condition;
  };
  compare(webhook);
  try {
    for (;;) {
      await wait(interval ?? defaultInterval, undefined, { signal });
      const current = await read(client, webhook, remedy);
      if (current) compare(current);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Returns a webhook; undefined if the tenant cannot be reached, which the reader of the log reports. */
async function read(
  client: TenantClient,
  { id, name }: Webhook,
  remedy: string,
): Promise<Webhook | undefined> {
  try {
    return await client.getWebhook(id);
  } catch (error) {
    if (!(error instanceof TenantError)) throw error;
    if (error.status !== 404 || error.code === undefined) return undefined;
    throw new UsageError(
      `The webhook '${cleanText(name)}' (${cleanText(id)}) was deleted: no more deliveries can arrive.`,
      remedy,
      { cause: error },
    );
  }
}

function isEqual(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((event, index) => event === others[index]);
}
