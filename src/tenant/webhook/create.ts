import * as z from 'zod';
import { UsageError } from '../../core/errors.ts';
import { catalog } from '../../core/logto/catalog.ts';
import { isEventName } from '../../core/logto/events.ts';
import type { NewWebhook, TenantClient } from '../api/client.ts';
import type { Webhook } from '../api/schemas.ts';
import { TenantError } from '../api/tenant-error.ts';

export interface CreatedWebhook {
  readonly webhook: Webhook;
  /** Events that this Logto rejects and that were left out. */
  readonly refused: readonly string[];
}

/** How Logto rejects unknown events: with a list of all known ones. */
const unknownEvents = z.looseObject({
  issues: z.array(z.looseObject({ path: z.array(z.unknown()), options: z.array(z.string()) })),
});

/** How Logto up to 1.42 rejects events behind its dev-features flag: one at a time (packages/core/src/routes/hook.ts). */
const switchedOff = z.looseObject({ event: z.string() });

/**
 * Creates a webhook. Events that Logto rejects are left out, since its events depend on its version and
 * its dev features.
 * @throws TenantError as the client does, and UsageError if Logto rejects every event
 */
export async function createWebhook(
  client: Pick<TenantClient, 'createWebhook'>,
  wanted: NewWebhook,
): Promise<CreatedWebhook> {
  return submitEvents(wanted.events, (events) => client.createWebhook({ ...wanted, events }));
}

/**
 * Submits events and again without those that Logto rejects.
 * @throws what `submit` throws, and UsageError if Logto rejects every event
 */
export async function submitEvents(
  wanted: readonly string[],
  submit: (events: readonly string[]) => Promise<Webhook>,
): Promise<CreatedWebhook> {
  for (let events = wanted; ; ) {
    try {
      const webhook = await submit(events);
      return { webhook, refused: wanted.filter((event) => !events.includes(event)) };
    } catch (error) {
      const known = error instanceof TenantError ? withoutRejected(events, error) : events;
      if (known.length === events.length) throw error;
      if (known.length === 0) throw noEventLeft(wanted, error);
      events = known;
    }
  }
}

/** Returns the events that Logto did not reject; all of them if it rejected something else. */
function withoutRejected(
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

function noEventLeft(wanted: readonly string[], cause: unknown): UsageError {
  const needsDevFeatures = wanted.every((name) => isEventName(name) && catalog[name].devFeature);
  return new UsageError(
    `This Logto rejects ${wanted.join(', ')}.`,
    needsDevFeatures
      ? 'It is a dev feature, which a stock Logto does not have. Choose other events.'
      : "Its version does not have the event: 'logto-hooks events show <event>' shows the first version that has it.",
    { cause },
  );
}
