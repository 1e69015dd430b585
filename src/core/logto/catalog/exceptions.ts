import type { EventName } from '../events.ts';
import type { EventEntry } from './entry.ts';

/** What Logto holds back for security. */
export const exceptionEvents = {
  'Identifier.Lockout': {
    category: 'exception',
    entity: null,
    level: 'account',
    meaning: 'A username, email address or phone number is locked out: type and value name it.',
    fires: 'When too many attempts with one identifier have failed.',
    triggers: [{ variant: 'sign-in', action: 'someone fails to sign in too often' }],
    devFeature: false,
  },
  'Message.RateLimited': {
    category: 'exception',
    entity: null,
    level: 'account',
    meaning: 'Logto refuses to send one more message to a recipient.',
    fires: 'When too many codes have been sent to one email address or phone number.',
    triggers: [{ variant: 'sign-in', action: 'someone asks for too many verification codes' }],
    devFeature: false,
  },
  'Grant.LimitExceeded': {
    category: 'exception',
    entity: null,
    level: 'account',
    meaning: 'A user had more grants for an application than it allows, so some were revoked.',
    fires: 'When a sign-in takes the grants of one user past the limit of the application.',
    triggers: [
      {
        variant: 'sign-in',
        action: 'a user signs in to an application beyond its limit of grants',
        note: 'revokedGrantIds lists the grants that no longer work.',
      },
    ],
    devFeature: false,
  },
} as const satisfies Partial<Record<EventName, EventEntry>>;
