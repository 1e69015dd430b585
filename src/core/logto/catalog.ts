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
 * Each trigger is one fixture, `fixtures/<Event>/<variant>.json`; the first is the default.
 * Measured on Logto 1.42: where its documentation differs, the entry says so.
 */
export const catalogue = {
  ...interactionEvents,
  ...userEvents,
  ...roleEvents,
  ...organizationEvents,
  ...organizationAccessEvents,
  ...exceptionEvents,
} as const satisfies Record<EventName, EventEntry>;

/** The names of an event's variants, such as `'management-api' | 'register'` for User.Created. */
export type Variant<Name extends EventName = EventName> = {
  [N in Name]: (typeof catalogue)[N]['triggers'][number]['variant'];
}[Name];
