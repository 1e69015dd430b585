import { randomBytes } from 'node:crypto';
import { UsageError } from '../../core/errors.ts';
import type { NewWebhook, TenantClient } from '../api/client.ts';
import type { Webhook } from '../api/schemas.ts';
import { TenantError } from '../api/tenant-error.ts';
import { createWebhook } from './create.ts';
import {
  listOrphans,
  registerWebhook,
  unregisterWebhook,
  type WebhookRegistry,
} from './registry.ts';

/** A webhook that is deleted when its listener ends. */
export interface TemporaryWebhook {
  readonly webhook: Webhook;
  /** Requested events that this Logto rejects. */
  readonly unknownEvents: readonly string[];
  /**
   * Deletes it.
   * @throws TenantError if that fails
   */
  remove(client: TenantClient): Promise<void>;
}

/**
 * A URL that fails immediately, so that Logto only logs its deliveries. Port 1 is blocked by fetch, which Logto
 * uses (https://fetch.spec.whatwg.org/#port-blocking): nothing is looked up, connected to or sent. A name that
 * does not resolve would cost a DNS lookup per event, and in a burst most of them would time out.
 */
const unreachableUrl = 'http://127.0.0.1:1/logto-hooks/';

interface Wanted {
  readonly events: readonly string[];
  /** The endpoint; undefined if the listener reads the log. */
  readonly url: URL | undefined;
}

/**
 * Creates a temporary webhook. It is registered before it exists, so that the next start finds it whatever
 * happens.
 * @throws UsageError if the plan allows no more webhooks, and TenantError as the client does
 */
export async function createTemporary(
  client: TenantClient,
  { events, url }: Wanted,
  registry: WebhookRegistry,
): Promise<TemporaryWebhook> {
  const marker = randomBytes(8).toString('hex');
  const config = { url: url?.href ?? `${unreachableUrl}${marker}` };
  const name = nameOf(marker);
  const registering = {
    async createWebhook(wanted: NewWebhook) {
      registerWebhook(registry, marker, client.connection.endpoint);
      return createOnce(client, wanted, () => unregisterWebhook(registry, marker));
    },
  };
  const { webhook, refused } = await createWebhook(registering, { name, events, config });
  return {
    webhook,
    unknownEvents: refused,
    async remove(lasting) {
      await lasting.deleteWebhook(webhook.id);
      unregisterWebhook(registry, marker);
    },
  };
}

/** Creates a webhook once. @param onRefused called if it is certain that none was created */
async function createOnce(
  client: TenantClient,
  wanted: NewWebhook,
  onRefused: () => void,
): Promise<Webhook> {
  try {
    return await client.createWebhook(wanted);
  } catch (error) {
    if (!(error instanceof TenantError)) throw error;
    if (!error.isTransient) {
      onRefused();
      throw explainQuota(error);
    }
    // The response was lost, so the webhook may exist.
    const made = (await client.listWebhooks()).find(({ name }) => name === wanted.name);
    if (made) return made;
    onRefused();
    throw error;
  }
}

const namePrefix = 'logto-hooks listen ';

/** Returns whether a webhook is a temporary one, of whichever process. */
export function isTemporary({ name }: Pick<Webhook, 'name'>): boolean {
  return name.startsWith(namePrefix);
}

function nameOf(marker: string): string {
  return namePrefix + marker;
}

function explainQuota(error: TenantError): UsageError {
  if (error.status !== 403) return error;
  if (!/limit|quota|subscription/.test(error.code ?? '')) return error;
  return new UsageError(
    "The tenant's plan allows no more webhooks.",
    "Follow an existing one with --webhook <id> ('logto-hooks tenant webhooks' lists them), or delete one.",
    { cause: error },
  );
}

/**
 * Deletes the temporary webhooks of processes of this machine that were killed.
 * @returns how many
 */
export async function sweepLeftovers(
  client: TenantClient,
  registry: WebhookRegistry,
): Promise<number> {
  const orphans = listOrphans(registry, client.connection.endpoint);
  if (orphans.length === 0) return 0;
  const webhooks = await client.listWebhooks();
  let swept = 0;
  for (const { marker } of orphans) {
    const left = webhooks.find(({ name }) => name === nameOf(marker));
    if (left && (await client.deleteWebhook(left.id))) swept++;
    unregisterWebhook(registry, marker);
  }
  return swept;
}
