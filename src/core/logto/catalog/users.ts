import type { EventName } from '../events.ts';
import type { EventEntry } from './entry.ts';

/** Changes of users and of the devices they trust. */
export const userEvents = {
  'User.Created': {
    category: 'data',
    entity: 'User',
    level: 'account',
    meaning: 'There is a new user.',
    fires: 'When the Management API creates a user, and when someone signs up.',
    triggers: [
      { variant: 'management-api', route: 'POST /users' },
      {
        variant: 'register',
        action: 'a user signs up',
        note: 'The user has no hasPassword, which only Management API payloads carry.',
      },
    ],
    devFeature: false,
  },
  'User.Deleted': {
    category: 'data',
    entity: 'User',
    level: 'account',
    meaning: 'A user is gone for good.',
    fires: 'When the Management API deletes a user.',
    triggers: [
      {
        variant: 'management-api',
        route: 'DELETE /users/:userId',
        note: 'data is the user as it last was, though the docs say null.',
      },
    ],
    devFeature: false,
  },
  'User.Data.Updated': {
    category: 'data',
    entity: 'User',
    level: 'account',
    meaning: 'Something about a user has changed: profile, custom data, identifiers or password.',
    fires:
      'When the Management API changes a user; when a user resets the password; and when a user links an email address, a phone number, a social account or MFA.',
    triggers: [
      { variant: 'management-api', route: 'PATCH /users/:userId' },
      {
        variant: 'custom-data',
        route: 'PATCH /users/:userId/custom-data',
        note: "data is the custom data alone; the user's id is in params.userId.",
      },
      {
        variant: 'profile',
        route: 'PATCH /users/:userId/profile',
        note: "data is the profile alone; the user's id is in params.userId.",
      },
      {
        variant: 'password',
        route: 'PATCH /users/:userId/password',
        note: 'data is the user; the password itself is never sent.',
      },
      {
        variant: 'sign-in',
        action: 'a user links an email address, phone number, social account or MFA at sign-in',
      },
      { variant: 'reset-password', action: 'a user resets a forgotten password' },
    ],
    devFeature: false,
  },
  'User.SuspensionStatus.Updated': {
    category: 'data',
    entity: 'User',
    level: 'account',
    meaning: 'A user has been suspended or reinstated: data.isSuspended says which.',
    fires: "When the Management API sets a user's suspension.",
    triggers: [{ variant: 'management-api', route: 'PATCH /users/:userId/is-suspended' }],
    devFeature: false,
  },
  'TrustedDevice.Created': {
    category: 'data',
    entity: 'TrustedDevice',
    level: 'account',
    meaning: 'A user has chosen to trust a device.',
    fires: 'When a user trusts the device in use while signing in.',
    triggers: [
      {
        variant: 'sign-in',
        action: 'a user trusts the device while signing in',
        note: 'The payload carries no ip, on purpose.',
      },
    ],
    devFeature: true,
  },
  'TrustedDevice.Deleted': {
    category: 'data',
    entity: 'TrustedDevice',
    level: 'account',
    meaning: "One of a user's devices is no longer trusted.",
    fires: "When the Management API removes a user's trusted device.",
    triggers: [
      {
        variant: 'management-api',
        route: 'DELETE /users/:userId/trusted-devices/:trustedDeviceId',
        note: 'data is the device that was removed; the payload carries no ip, on purpose.',
      },
    ],
    devFeature: true,
  },
} as const satisfies Partial<Record<EventName, EventEntry>>;
