import type { Member } from '../json/tree.ts';

/*
 * The keys of Logto's objects in the order in which it sends them (measured on Logto 1.42). Its log
 * and other databases give them back in an order of their own; this finds the one that was signed.
 */

type KeyOrder = readonly string[];

const entities: readonly KeyOrder[] = [
  words('id type name description'), // An application; before the entities that have these keys too.
  words(`id username primaryEmail primaryPhone name avatar customData identities lastSignInAt
    createdAt updatedAt profile applicationId cimdClientId isSuspended hasPassword`),
  words(`tenantId id resourceId name description type isDefault customData isMfaRequired
    isTrustedDeviceAllowed color branding customCss createdAt`),
  words('resourceId scopeId'),
  words('id userId expiresAt'),
  words('requiresMfa triggeredRules'),
  words('rule details'),
  words('signals matchedSignals'),
];

const deliveries: readonly KeyOrder[] = [
  words(`adaptiveMfaResult event interactionEvent createdAt sessionId userAgent userId userIp user
    application hookId`),
  words(`event createdAt userAgent ip path method status params matchedRoute organizationId
    addedUserIds removedUserIds addedApplicationIds removedApplicationIds organizationRoleId roleId
    data hookId`),
  words(`event createdAt interactionEvent userAgent applicationId sessionId ip organizationId
    addedUserIds type value action recipient data hookId`),
  words(`event createdAt ip userAgent application userId applicationId revokedGrantIds
    maxAllowedGrants preRevocationActiveGrantCount hookId`),
  ...entities,
];

/** User.Deleted has the keys of its neighbours, with the deleted user up front. */
const userDeleted: readonly KeyOrder[] = [
  words('event createdAt userAgent ip data path method status params matchedRoute hookId'),
  ...entities,
];

/** What the Console's "Send test payload" button sends. */
const testPayloads: readonly KeyOrder[] = [
  words('event hookId createdAt userAgent path method status params data'),
  words('event hookId createdAt userAgent sessionId userIp userId user application'),
  words(`id username primaryEmail primaryPhone name avatar customData identities profile
    applicationId cimdClientId isSuspended lastSignInAt createdAt updatedAt`),
  ...entities,
];

/** Each sorts the members of an object as Logto does; those of an object that is not Logto's stay. */
export const logtoSorts = [deliveries, userDeleted, testPayloads].map(
  (orders) =>
    (members: readonly Member[]): readonly Member[] => {
      const order = orders.find((keys) => members.every(([key]) => keys.includes(key.value)));
      if (!order) return members;
      return members.toSorted(([a], [b]) => order.indexOf(a.value) - order.indexOf(b.value));
    },
);

function words(text: string): KeyOrder {
  return text.split(/\s+/);
}
