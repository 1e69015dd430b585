import type { Terminal } from '../../cli/terminal/index.ts';
import type { TenantClient } from '../api/client.ts';
import type { Webhook } from '../api/schemas.ts';
import { renderWebhook, toWebhookRecord } from '../output/webhook.ts';
import { readHealth, type WebhookHealth } from '../webhook/health.ts';
import { type TenantFlags, withTenant } from '../with-tenant.ts';

export interface ListWebhooksFlags extends TenantFlags {
  readonly json?: true | undefined;
}

/** Prints every webhook of the tenant with its health. */
export async function listWebhooks(flags: ListWebhooksFlags, terminal: Terminal): Promise<void> {
  const { err, out } = terminal;
  await withTenant(flags, terminal, async (client) => {
    const webhooks = await client.listWebhooks();
    if (webhooks.length === 0)
      err.line("This tenant has no webhooks. Create one with 'logto-hooks tenant create'.");
    for (const [index, webhook] of webhooks.entries()) {
      if (index > 0 && !flags.json) out.line('');
      await printWebhook(webhook, client, flags.json ?? false, terminal);
    }
  });
}

/** Prints a webhook with its health. */
async function printWebhook(
  webhook: Webhook,
  client: TenantClient,
  json: boolean,
  terminal: Terminal,
): Promise<void> {
  showWebhook(webhook, await readHealth(client, webhook), json, terminal);
}

export function showWebhook(
  webhook: Webhook,
  health: WebhookHealth | undefined,
  json: boolean,
  { out }: Terminal,
): void {
  const lines = json
    ? [JSON.stringify(toWebhookRecord(webhook, health))]
    : renderWebhook(webhook, health, out.columns, out.style);
  for (const line of lines) out.line(line);
}
