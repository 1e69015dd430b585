import type { EventEntry } from './catalog/entry.ts';
import { exceptionEvents } from './catalog/exceptions.ts';
import { interactionEvents } from './catalog/interactions.ts';
import { organizationAccessEvents } from './catalog/organization-access.ts';
import { organizationEvents } from './catalog/organizations.ts';
import { roleEvents } from './catalog/roles.ts';
import { userEvents } from './catalog/users.ts';
import type { EventName } from './events.ts';

/**
 * What every event means, when it fires and what triggers it, in the order of `eventNames`.
 * Each trigger has one fixture, `fixtures/<Event>/<variant>.json`; the first is the default.
 * Measured on a running Logto of August 2026, whose events are those of 1.43. Where Logto's own
 * documentation differs, the entry says so.
 */
export const catalog = {
  ...interactionEvents,
  ...userEvents,
  ...roleEvents,
  ...organizationEvents,
  ...organizationAccessEvents,
  ...exceptionEvents,
} as const satisfies Record<EventName, EventEntry>;

/** The variants of an event, such as `'management-api' | 'register'` for User.Created. */
export type Variant<Name extends EventName = EventName> = {
  [N in Name]: (typeof catalog)[N]['triggers'][number]['variant'];
}[Name];
