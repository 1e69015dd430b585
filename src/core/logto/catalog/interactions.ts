import type { EventName } from '../events.ts';
import type { EventEntry } from './entry.ts';

/** What people do on the sign-in pages. */
export const interactionEvents = {
  PostRegister: {
    category: 'interaction',
    entity: 'User',
    level: 'account',
    meaning: 'Someone has signed up and now has an account.',
    fires: 'When a registration is complete; User.Created tells of the same new user.',
    triggers: [
      {
        variant: 'register',
        action: 'a user signs up in an application of the tenant',
        note: 'The app is in application.id, not in applicationId as the docs say.',
      },
      {
        variant: 'demo-app',
        action: "a user signs up in an application that is not in the tenant's database",
        note: "The payload carries no application; Logto's own demo app is such a case.",
      },
    ],
    devFeature: false,
  },
  PostSignIn: {
    category: 'interaction',
    entity: 'User',
    level: 'account',
    meaning: 'A user has signed in.',
    fires: 'When a sign-in is complete, second factor included.',
    triggers: [
      {
        variant: 'sign-in',
        action: 'a user signs in to an application of the tenant',
        note: 'The payload carries the application.',
      },
      {
        variant: 'demo-app',
        action: "a user signs in to an application that is not in the tenant's database",
        note: "The payload carries no application; Logto's own demo app is such a case.",
      },
    ],
    devFeature: false,
  },
  PostSignInAdaptiveMfaTriggered: {
    category: 'interaction',
    entity: 'User',
    level: 'account',
    meaning: 'A sign-in looked risky, so adaptive MFA asks for a second factor.',
    fires: 'During a sign-in, when a rule of adaptive MFA matches.',
    triggers: [
      {
        variant: 'sign-in',
        action: 'a user signs in and adaptive MFA finds a reason for doubt',
        note: 'The payload begins with adaptiveMfaResult, which names the rules that matched.',
      },
    ],
    devFeature: false,
  },
  PostResetPassword: {
    category: 'interaction',
    entity: 'User',
    level: 'account',
    meaning: 'A user who forgot the password has set a new one.',
    fires: 'When a password reset is complete; User.Data.Updated tells of the same change.',
    triggers: [
      {
        variant: 'reset-password',
        action: 'a user resets a forgotten password',
        note: "There is no application when the app is not in the tenant's database, such as the demo app here.",
      },
    ],
    devFeature: false,
  },
} as const satisfies Partial<Record<EventName, EventEntry>>;
