import { jsonbOrder, type KeyOrder, listOrder, objectOrder } from '../json/key-order.ts';

/*
 * The key order of the entities in payloads (read from Logto 1.43, packages/schemas). A Management API
 * route sends what its zod response guard returns, which has the guard's key order at every level. Any
 * other source sends the database row: the columns that the code selects, with each JSON column in
 * jsonb's order.
 */

/** `userProfileGuard` of packages/schemas. */
export const profileOrder = objectOrder(
  `familyName givenName middleName nickname preferredUsername profile website gender birthdate zoneinfo
  locale address`,
  { address: objectOrder('formatted streetAddress locality region postalCode country') },
);

/** Returns the order of `userInfoSelectFields`, then the fields that `userProfileResponseGuard` adds. */
function userOrder(profile: KeyOrder): KeyOrder {
  return objectOrder(
    `id username primaryEmail primaryPhone name avatar customData identities lastSignInAt createdAt
    updatedAt profile applicationId cimdClientId isSuspended hasPassword hasSecurityVerificationMethod
    ssoIdentities`,
    {
      customData: jsonbOrder,
      identities: jsonbOrder,
      profile,
      ssoIdentities: listOrder(
        objectOrder(
          'tenantId id userId issuer identityId detail … createdAt updatedAt ssoConnectorId',
          { detail: jsonbOrder },
        ),
      ),
    },
  );
}

/** A user read from the database. */
export const userRowOrder = userOrder(jsonbOrder);

/** A user in a response of the Management API. */
export const userResponseOrder = userOrder(profileOrder);

export const applicationOrder = objectOrder('id type name description');

export const trustedDeviceOrder = objectOrder('id userId expiresAt');

export const roleOrder = objectOrder('tenantId id name description type isDefault');

export const scopeOrder = objectOrder('tenantId id resourceId name description … createdAt');

export const organizationOrder = objectOrder(
  `tenantId id name description customData isMfaRequired isTrustedDeviceAllowed color branding customCss
  … createdAt`,
  {
    customData: jsonbOrder,
    color: objectOrder('primaryColor isDarkModeEnabled darkPrimaryColor'),
    branding: objectOrder('logoUrl darkLogoUrl favicon darkFavicon'),
  },
);

export const organizationRoleOrder = objectOrder('tenantId id name description type');

export const organizationScopeOrder = objectOrder('tenantId id name description');

const visitOrder = objectOrder('country regionOrCountry lastSignInAt city at', {
  country: objectOrder('country lastSignInAt'),
  regionOrCountry: objectOrder('country regionOrCountry lastSignInAt'),
});

/** The details of all rules together, since no two rules share a key (adaptive-mfa-validator/rules). */
const ruleDetailsOrder = objectOrder(
  `lastSignInAt inactivityDays thresholdDays
  previous current distanceKm durationHours speedKmh thresholdKmh
  currentCountry currentRegionOrCountry windowDays recentCountries recentRegionsOrCountries
  signals matchedSignals`,
  {
    previous: visitOrder,
    current: visitOrder,
    recentCountries: listOrder(visitOrder),
    recentRegionsOrCountries: listOrder(visitOrder),
    signals: objectOrder('botScore botVerified'),
  },
);

export const adaptiveMfaResultOrder = objectOrder('requiresMfa triggeredRules', {
  triggeredRules: listOrder(objectOrder('rule details', { details: ruleDetailsOrder })),
});
