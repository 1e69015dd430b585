import { z } from 'zod';
import type { NewWebhook, TenantClient } from './client.ts';
import { TenantError } from './failures.ts';
import type { Webhook } from './schemas.ts';

export interface CreatedWebhook {
  readonly webhook: Webhook;
  /** Events that this Logto does not know, and that were left out. */
  readonly refused: readonly string[];
}

const refusedEvents = z.looseObject({
  issues: z.array(z.looseObject({ path: z.array(z.unknown()), options: z.array(z.string()) })),
});

/**
 * Makes a webhook; events that Logto does not know are left out, for what it knows depends on its
 * version and its developer features.
 * @throws TenantError as the client does, and where it knows none of the events
 */
export async function createWebhook(
  client: TenantClient,
  wanted: NewWebhook,
): Promise<CreatedWebhook> {
  try {
    return { webhook: await client.createWebhook(wanted), refused: [] };
  } catch (error) {
    const known = error instanceof TenantError ? knownEvents(error) : undefined;
    const events = wanted.events.filter((event) => known?.includes(event));
    if (events.length === 0) throw error;
    const refused = wanted.events.filter((event) => !known?.includes(event));
    return { webhook: await client.createWebhook({ ...wanted, events }), refused };
  }
}

/** What Logto says that it would take, where it refused an event. */
function knownEvents({ code, details }: TenantError): readonly string[] | undefined {
  if (code !== 'guard.invalid_input') return undefined;
  const read = refusedEvents.safeParse(details);
  return read.data?.issues.find(({ path: [key] }) => key === 'events')?.options;
}
