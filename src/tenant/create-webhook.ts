import * as z from 'zod';
import type { NewWebhook, TenantClient } from './client.ts';
import { TenantError } from './failures.ts';
import type { Webhook } from './schemas.ts';

export interface CreatedWebhook {
  readonly webhook: Webhook;
  /** Events that this Logto does not know, and that were left out. */
  readonly refused: readonly string[];
}

/** How it refuses what its schema lacks: with all that it would take. */
const unknownEvents = z.looseObject({
  issues: z.array(z.looseObject({ path: z.array(z.unknown()), options: z.array(z.string()) })),
});

/** How it refuses what only developer features switch on: one at a time (packages/core/src/routes/hook.ts). */
const switchedOff = z.looseObject({ event: z.string() });

/**
 * Makes a webhook; events that Logto does not know are left out, for what it knows depends on its
 * version and its developer features.
 * @throws TenantError as the client does, and where it knows none of the events
 */
export async function createWebhook(
  client: Pick<TenantClient, 'createWebhook'>,
  wanted: NewWebhook,
): Promise<CreatedWebhook> {
  for (let { events } = wanted; ; ) {
    try {
      const webhook = await client.createWebhook({ ...wanted, events });
      return { webhook, refused: wanted.events.filter((event) => !events.includes(event)) };
    } catch (error) {
      const known = error instanceof TenantError ? withoutRefused(events, error) : [];
      if (known.length === 0 || known.length === events.length) throw error;
      events = known;
    }
  }
}

/** Those that Logto did not refuse; all, where it refused something else. */
function withoutRefused(
  events: readonly string[],
  { code, details }: TenantError,
): readonly string[] {
  if (code !== 'guard.invalid_input') return events;
  const unknown = unknownEvents.safeParse(details).data;
  const known = unknown?.issues.find(({ path: [key] }) => key === 'events')?.options;
  if (known) return events.filter((event) => known.includes(event));
  const off = switchedOff.safeParse(details).data?.event;
  return events.filter((event) => event !== off);
}
