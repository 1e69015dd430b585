import * as z from 'zod';

/* Responses of the Management API, as recorded from Logto 1.43. Only used fields are checked; others stay. */

export const webhookSchema = z.looseObject({
  id: z.string(),
  name: z.string().catch(''),
  /** The only event of a webhook created before 1.6, whose `events` is empty. */
  event: z.string().nullish(),
  events: z.array(z.string()).catch([]),
  config: z.looseObject({
    url: z.string(),
    headers: z.record(z.string(), z.string()).nullish(),
  }),
  signingKey: z.string(),
  enabled: z.boolean().catch(true),
  /** Epoch milliseconds. */
  createdAt: z.number().optional(),
  /** For the last 24 hours; only if the request asked for it. */
  executionStats: z.looseObject({ successCount: z.number(), requestCount: z.number() }).optional(),
});
export type Webhook = z.infer<typeof webhookSchema>;

export const logEntrySchema = z.looseObject({
  id: z.string(),
  /** `TriggerHook.User.Created`. */
  key: z.string(),
  payload: z.looseObject({
    /** `Success` or `Error`. */
    result: z.string().catch(''),
    /** The text of an exception: its name, usually followed by JSON. */
    error: z.unknown().optional(),
    hookId: z.string().optional(),
    response: z
      .looseObject({ statusCode: z.number().optional(), body: z.unknown().optional() })
      .nullish()
      .catch(undefined),
    hookRequest: z
      .looseObject({ body: z.record(z.string(), z.unknown()).optional() })
      .optional()
      .catch(undefined),
  }),
  /** Epoch milliseconds of the tenant's clock. */
  createdAt: z.number(),
});
export type LogEntry = z.infer<typeof logEntrySchema>;

export const userSchema = z.looseObject({
  id: z.string(),
  /** Epoch milliseconds. */
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type TenantUser = z.infer<typeof userSchema>;

export const organizationSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  /** Epoch milliseconds. An organization has no `updatedAt`. */
  createdAt: z.number(),
});
export type TenantOrganization = z.infer<typeof organizationSchema>;

/** Any object of the Management API. */
export const objectSchema = z.looseObject({ id: z.string() });

/** Returns all events that a webhook is subscribed to. */
export function eventsOf({ event, events }: Pick<Webhook, 'event' | 'events'>): readonly string[] {
  return events.length > 0 || !event ? events : [event];
}
