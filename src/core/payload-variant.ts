import type { Trigger } from './catalogue/entry.ts';
import { catalogue } from './catalogue.ts';
import { isEventName } from './events.ts';
import { isConsoleTest } from './payload/console-test.ts';

type Payload = Readonly<Record<string, unknown>>;

/** What the catalogue calls the flows of Logto's sign-in pages. */
const flows: ReadonlyMap<unknown, string> = new Map([
  ['Register', 'register'],
  ['SignIn', 'sign-in'],
  ['ForgotPassword', 'reset-password'],
]);

/** Each is present only when it is not empty. */
const membershipLists = [
  'addedUserIds',
  'removedUserIds',
  'addedApplicationIds',
  'removedApplicationIds',
];

/**
 * Which trigger made a payload, by the catalogue's name for it: `management-api`, `sign-in` …
 * Where the catalogue has none, a name made of the route or flow: `put-organizations-id-users`;
 * `console-test` for what the Console sends, `recorded` where nothing tells.
 * @returns a name of [0-9a-z-], at most 80 characters long
 */
export function variantOf(payload: Payload): string {
  if (isConsoleTest(payload)) return 'console-test';
  const { event, method, matchedRoute, interactionEvent } = payload;
  const triggers: readonly Trigger[] = isEventName(event) ? catalogue[event].triggers : [];
  if (typeof method === 'string' && typeof matchedRoute === 'string') {
    const route = `${method} ${matchedRoute}`;
    const variants = triggers.flatMap((trigger) =>
      'route' in trigger && trigger.route === route ? trigger.variant : [],
    );
    return ofRoute(variants, payload) ?? (toName(route) || 'recorded');
  }
  const variants = triggers.flatMap((trigger) => ('action' in trigger ? trigger.variant : []));
  return ofFlow(variants, payload) ?? (toName(String(interactionEvent ?? '')) || 'recorded');
}

/** A route has a second variant where it may change nothing: `add-users-unchanged`. */
function ofRoute(variants: readonly string[], payload: Payload): string | undefined {
  const changing = variants.find((variant) => !variant.endsWith('-unchanged'));
  const isChange = membershipLists.some((list) => list in payload);
  return isChange
    ? changing
    : (variants.find((variant) => variant.endsWith('-unchanged')) ?? changing);
}

function ofFlow(variants: readonly string[], payload: Payload): string | undefined {
  const { interactionEvent, application } = payload;
  // Only events that carry the application have the variant without one.
  if (application === undefined && variants.includes('demo-app')) return 'demo-app';
  if (interactionEvent === undefined && variants.length === 1) return variants[0];
  return flows.get(interactionEvent);
}

/** Words of hostile text as a file name: `PUT /users/:userId` is `put-users-user-id`. */
function toName(text: string): string {
  return text
    .slice(0, 200)
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^0-9a-z]+/g, '-')
    .slice(0, 80)
    .replace(/^-|-$/g, '');
}
