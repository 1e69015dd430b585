import { jsonbOrder, type KeyOrder, listOrder, objectOrder } from '../json/key-order.ts';
import type { JsonTree } from '../json/tree.ts';
import { isConsoleTest } from '../payload/console-test.ts';
import {
  adaptiveMfaResultOrder,
  applicationOrder,
  organizationOrder,
  organizationRoleOrder,
  organizationScopeOrder,
  profileOrder,
  roleOrder,
  scopeOrder,
  trustedDeviceOrder,
  userResponseOrder,
  userRowOrder,
} from './entity-key-order.ts';

/**
 * Puts the keys of a payload into the order in which Logto built it. Logto's log and other databases
 * forget that order, and the signature covers it. Keys that this version does not know go where Logto
 * would add them: after everything that describes the request, before `data` and `hookId`.
 *
 * The order follows Logto's code (1.43, packages/core/src/libraries/hook): an interaction event is one
 * literal; a data or exception event is `event`, `createdAt`, the metadata of the request, the
 * application and the event's own context; `hookId` is appended last.
 */
export function restoreKeyOrder(payload: JsonTree): JsonTree {
  return orderOf(scalarsOf(payload))(payload);
}

type Scalars = Readonly<Record<string, unknown>>;

function orderOf(scalars: Scalars): KeyOrder {
  const { event, matchedRoute } = scalars;
  if (isConsoleTest(scalars)) return consoleTestOrder;
  if (/^Post[A-Z]/.test(String(event))) return interactionOrder;
  const route = typeof matchedRoute === 'string' ? matchedRoute : undefined;
  return objectOrder(contextKeys(event), {
    application: applicationOrder,
    params: paramsOrder(route ?? ''),
    data: dataOrder(String(event), route),
  });
}

/** Returns the top-level strings of a payload, which show how it was built. */
function scalarsOf(payload: JsonTree): Scalars {
  if (payload.kind !== 'object') return {};
  return Object.fromEntries(
    payload.members.flatMap(([key, value]) =>
      value.kind === 'string' ? [[key.value, value.value] as const] : [],
    ),
  );
}

const interactionOrder = objectOrder(
  `adaptiveMfaResult event interactionEvent createdAt sessionId userAgent userId userIp user application
  cimdClientId … hookId`,
  { adaptiveMfaResult: adaptiveMfaResultOrder, user: userRowOrder, application: applicationOrder },
);

const metadata =
  'event createdAt interactionEvent userAgent applicationId cimdClientId sessionId ip application';
const request = 'path method status params matchedRoute';

function contextKeys(event: unknown): string {
  // The context of `User.Deleted` is `{ user, …request }`, and `user` becomes `data` in its place.
  if (event === 'User.Deleted') return `${metadata} data ${request} … hookId`;
  // The only event of the OIDC provider, whose metadata is `{ ip, userAgent }`.
  if (event === 'Grant.LimitExceeded') {
    return `event createdAt ip userAgent application userId applicationId cimdClientId revokedGrantIds
      maxAllowedGrants preRevocationActiveGrantCount … hookId`;
  }
  return `${metadata} ${request} organizationId addedUserIds removedUserIds addedApplicationIds
    removedApplicationIds organizationRoleId roleId type value action recipient … data hookId`;
}

/** Returns the order of route parameters: that of the route, but a wildcard's `0` is an index and so first. */
function paramsOrder(route: string): KeyOrder {
  const names = [...route.matchAll(/:(\w+)/g)].map(([, name]) => name);
  return objectOrder(['0', ...names].join(' '));
}

/** The key order of the entity that an event is about, by the prefix of the event's name. */
const entityOrders: Readonly<Record<string, KeyOrder>> = {
  Role: roleOrder,
  Scope: scopeOrder,
  Organization: organizationOrder,
  OrganizationRole: organizationRoleOrder,
  OrganizationScope: organizationScopeOrder,
  TrustedDevice: trustedDeviceOrder,
};

function dataOrder(event: string, route: string | undefined): KeyOrder {
  if (event === 'Role.Scopes.Updated') return listOrder(scopeOrder);
  const [entity = ''] = event.split('.');
  if (entity !== 'User') return entityOrders[entity] ?? ((value) => value);
  if (route?.endsWith('/custom-data')) return jsonbOrder;
  if (route?.endsWith('/profile')) return profileOrder;
  return route !== undefined && event !== 'User.Deleted' ? userResponseOrder : userRowOrder;
}

/** What the Console's "Send test payload" button sends (`generateHookTestPayload`). */
const consoleTestOrder = objectOrder(
  `event hookId createdAt userAgent path method status params data sessionId userIp userId user
  application`,
  {
    user: objectOrder(`id username primaryEmail primaryPhone name avatar customData identities profile
      applicationId cimdClientId isSuspended lastSignInAt createdAt updatedAt`),
    application: applicationOrder,
  },
);
