import type { EventName } from '../events.ts';
import type { EventEntry } from './entry.ts';

const unregistered = "The payload has no application, since it is not in the tenant's database.";

/** Security limits that were reached. */
export const exceptionEvents = {
  'Identifier.Lockout': {
    category: 'exception',
    entity: null,
    level: 'account',
    since: '1.34',
    devFeature: false,
    meaning:
      'An identifier was locked out: type says whether it is a username, email address, phone number or user ID, and value is the identifier.',
    fires: 'Sent when too many attempts with one identifier have failed.',
    use: 'Tell the account owner, alert your security team about password guessing.',
    triggers: [
      { variant: 'sign-in', action: 'too many sign-in attempts fail' },
      {
        variant: 'sign-in-demo-app',
        action:
          "too many sign-in attempts fail in an application that is not in the tenant's database",
        note: unregistered,
      },
      { variant: 'register', action: 'too many wrong verification codes are entered at sign-up' },
      {
        variant: 'reset-password',
        action: 'too many wrong verification codes are entered in a password reset',
      },
      {
        variant: 'verification-api',
        calls: ['POST /verifications/password'],
        note: 'The payload has no interactionEvent or application; type is userId.',
      },
    ],
  },
  'Message.RateLimited': {
    category: 'exception',
    entity: null,
    level: 'account',
    since: '1.41',
    devFeature: false,
    meaning: 'Logto refused to send another message to a recipient.',
    fires:
      'Sent when too many verification codes were requested for one email address or phone number.',
    use: 'Detect abuse of your email and SMS quota, help users who get no code.',
    triggers: [
      { variant: 'sign-in', action: 'too many verification codes are requested at sign-in' },
      {
        variant: 'sign-in-demo-app',
        action:
          "too many verification codes are requested in an application that is not in the tenant's database",
        note: unregistered,
      },
      { variant: 'register', action: 'too many verification codes are requested at sign-up' },
      {
        variant: 'reset-password',
        action: 'too many verification codes are requested in a password reset',
      },
      {
        variant: 'verification-api',
        calls: ['POST /verifications/verification-code'],
        note: 'The payload has no interactionEvent or application.',
      },
    ],
  },
  'Grant.LimitExceeded': {
    category: 'exception',
    entity: null,
    level: 'account',
    since: '1.42',
    devFeature: false,
    meaning:
      'A user had more grants for an application than it allows, so the oldest were revoked.',
    fires:
      'Sent when a sign-in takes the number of grants of one user past the limit of the application.',
    use: 'End the sessions of the devices that were signed out, detect shared accounts.',
    triggers: [
      {
        variant: 'sign-in',
        action: 'a user signs in to an application beyond its limit of grants',
        note: 'revokedGrantIds lists the grants that were revoked.',
      },
    ],
  },
} as const satisfies Partial<Record<EventName, EventEntry>>;
