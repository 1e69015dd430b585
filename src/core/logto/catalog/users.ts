import type { EventName } from '../events.ts';
import type { EventEntry } from './entry.ts';

const unregistered = "The payload has no application, since it is not in the tenant's database.";

/** Changes of users and of the devices they trust. */
export const userEvents = {
  'User.Created': {
    category: 'data',
    entity: 'User',
    level: 'account',
    since: '1.17',
    devFeature: false,
    meaning: 'A user was created.',
    fires: 'Sent when the Management API creates a user, and when someone signs up.',
    use: 'Create the user in your own database, CRM or mailing list.',
    triggers: [
      { variant: 'management-api', route: 'POST /users' },
      {
        variant: 'register',
        action: 'a user signs up',
        note: 'The user has no hasPassword, which only Management API payloads have.',
      },
      {
        variant: 'register-demo-app',
        action: "a user signs up in an application that is not in the tenant's database",
        note: unregistered,
      },
      {
        variant: 'register-cimd',
        action: 'a user signs up in a client known by its client ID metadata document',
        note: 'The payload has cimdClientId, the URL of the document, in place of applicationId.',
        since: '1.43',
      },
    ],
  },
  'User.Deleted': {
    category: 'data',
    entity: 'User',
    level: 'account',
    since: '1.17',
    devFeature: false,
    meaning: 'A user was deleted.',
    fires: 'Sent when the Management API deletes a user.',
    use: 'Delete the data that your systems keep about the user, as the GDPR requires.',
    triggers: [
      {
        variant: 'management-api',
        route: 'DELETE /users/:userId',
        note: 'data is the user before the deletion (since Logto 1.18), though the docs say null.',
      },
    ],
  },
  'User.Data.Updated': {
    category: 'data',
    entity: 'User',
    level: 'account',
    since: '1.17',
    devFeature: false,
    meaning:
      'Data of a user changed: profile, custom data, identifiers, password, linked accounts or MFA.',
    fires:
      'Sent when the Management API or the Account API changes a user, when a user resets the password, and when a user adds profile data, an email address, a phone number, a social account or MFA at sign-up or sign-in.',
    use: 'Keep your copy of the user up to date.',
    triggers: [
      { variant: 'management-api', route: 'PATCH /users/:userId' },
      {
        variant: 'custom-data',
        route: 'PATCH /users/:userId/custom-data',
        note: "data is the custom data alone; the user's ID is in params.userId.",
      },
      {
        variant: 'profile',
        route: 'PATCH /users/:userId/profile',
        note: "data is the profile alone; the user's ID is in params.userId.",
      },
      {
        variant: 'password',
        route: 'PATCH /users/:userId/password',
        note: 'data is the user; the password itself is never sent.',
      },
      {
        variant: 'account-api',
        calls: [
          'PATCH /my-account',
          'PATCH /my-account/profile',
          'POST /my-account/password',
          'POST /my-account/primary-email',
          'DELETE /my-account/primary-email',
          'POST /my-account/primary-phone',
          'DELETE /my-account/primary-phone',
          'POST /my-account/identities',
          'PUT /my-account/identities',
          'DELETE /my-account/identities/:target',
          'POST /my-account/mfa-verifications',
          'PUT /my-account/mfa-verifications/totp',
          'PATCH /my-account/mfa-verifications/:verificationId/name',
          'DELETE /my-account/mfa-verifications/:verificationId',
          'PATCH /my-account/mfa-settings',
          'PATCH /my-account/logto-configs',
          'PATCH /users/:userId/logto-configs',
        ],
        note: 'The payload names neither the call nor an interaction: no path, method, status, params, matchedRoute or interactionEvent.',
      },
      {
        variant: 'sign-in',
        action:
          'a user adds an email address, phone number, social account or MFA at sign-in, or signs in with a social or enterprise account whose details changed',
      },
      {
        variant: 'sign-in-demo-app',
        action: "a user does so in an application that is not in the tenant's database",
        note: unregistered,
      },
      { variant: 'register', action: 'a user fills in extra profile fields at sign-up' },
      { variant: 'reset-password', action: 'a user resets a forgotten password' },
      {
        variant: 'reset-password-demo-app',
        action:
          "a user resets a forgotten password in an application that is not in the tenant's database",
        note: unregistered,
      },
    ],
  },
  'User.SuspensionStatus.Updated': {
    category: 'data',
    entity: 'User',
    level: 'account',
    since: '1.17',
    devFeature: false,
    meaning: 'A user was suspended or reactivated: data.isSuspended says which.',
    fires: "Sent when the Management API sets a user's suspension status.",
    use: 'Block or restore access in your own app, end open sessions.',
    triggers: [{ variant: 'management-api', route: 'PATCH /users/:userId/is-suspended' }],
  },
  'TrustedDevice.Created': {
    category: 'data',
    entity: 'TrustedDevice',
    level: 'account',
    since: '1.43',
    devFeature: true,
    meaning: 'A user chose to trust a device, which skips MFA until data.expiresAt.',
    fires: 'Sent when a user trusts the device while signing in.',
    use: 'Notify the user about the new trusted device.',
    triggers: [
      {
        variant: 'sign-in',
        action: 'a user trusts the device while signing in',
        note: 'The payload has no ip, on purpose.',
      },
    ],
  },
  'TrustedDevice.Deleted': {
    category: 'data',
    entity: 'TrustedDevice',
    level: 'account',
    since: '1.43',
    devFeature: true,
    meaning: 'A device of a user is no longer trusted.',
    fires:
      'Sent when the Management API or the user, through the Account API, removes a trusted device.',
    use: 'Keep your list of trusted devices up to date.',
    triggers: [
      {
        variant: 'management-api',
        route: 'DELETE /users/:userId/trusted-devices/:trustedDeviceId',
        note: 'data is the device that was removed; the payload has no ip, on purpose.',
      },
      {
        variant: 'account-api',
        calls: ['DELETE /my-account/trusted-devices/:trustedDeviceId'],
        note: 'The payload names neither the call nor an ip.',
      },
    ],
  },
} as const satisfies Partial<Record<EventName, EventEntry>>;
