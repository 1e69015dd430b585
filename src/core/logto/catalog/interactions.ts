import type { EventName } from '../events.ts';
import type { EventEntry } from './entry.ts';

const registered = 'The payload has the application.';
const unregistered =
  "The payload has no application: Logto's own demo app, for one, is not in the tenant's database.";
const cimd =
  'The payload has cimdClientId, the URL of the metadata document, in place of the application.';

/** What people do in Logto's sign-in experience. */
export const interactionEvents = {
  PostRegister: {
    category: 'interaction',
    entity: 'User',
    level: 'account',
    since: '1.5',
    devFeature: false,
    meaning: 'Someone signed up and now has an account.',
    fires: 'Sent when a registration is complete; User.Created is sent for the same new user.',
    use: 'Send a welcome message, start an onboarding or a trial, count sign-ups per application.',
    triggers: [
      {
        variant: 'register',
        action: 'a user signs up in an application of the tenant',
        note: 'The application is in application.id, not in applicationId as the docs say.',
      },
      {
        variant: 'demo-app',
        action: "a user signs up in an application that is not in the tenant's database",
        note: unregistered,
      },
      {
        variant: 'cimd',
        action: 'a user signs up in a client known by its client ID metadata document',
        note: cimd,
        since: '1.43',
      },
    ],
  },
  PostSignIn: {
    category: 'interaction',
    entity: 'User',
    level: 'account',
    since: '1.5',
    devFeature: false,
    meaning: 'A user signed in.',
    fires: 'Sent when a sign-in is complete, second factor included.',
    use: 'Keep an audit log, track activity, warn users about sign-ins from new devices.',
    triggers: [
      {
        variant: 'sign-in',
        action: 'a user signs in to an application of the tenant',
        note: registered,
      },
      {
        variant: 'demo-app',
        action: "a user signs in to an application that is not in the tenant's database",
        note: unregistered,
      },
      {
        variant: 'cimd',
        action: 'a user signs in to a client known by its client ID metadata document',
        note: cimd,
        since: '1.43',
      },
    ],
  },
  PostSignInAdaptiveMfaTriggered: {
    category: 'interaction',
    entity: 'User',
    level: 'account',
    since: '1.37',
    devFeature: false,
    meaning: 'A sign-in looked risky, so adaptive MFA asks for a second factor.',
    fires: 'Sent during a sign-in, when a rule of adaptive MFA matches; reliably since Logto 1.38.',
    use: 'Alert your security team, or flag the account for review.',
    triggers: [
      {
        variant: 'sign-in',
        action: 'a user signs in and a rule of adaptive MFA matches',
        note: 'The payload begins with adaptiveMfaResult, which names the rules that matched.',
      },
      {
        variant: 'demo-app',
        action:
          "a rule of adaptive MFA matches in an application that is not in the tenant's database",
        note: unregistered,
      },
    ],
  },
  PostResetPassword: {
    category: 'interaction',
    entity: 'User',
    level: 'account',
    since: '1.5',
    devFeature: false,
    meaning: 'A user who forgot the password set a new one.',
    fires: 'Sent when a password reset is complete; User.Data.Updated is sent for the same change.',
    use: 'Notify the user about the change, end the sessions of your own app.',
    triggers: [
      {
        variant: 'reset-password',
        action: 'a user resets a forgotten password in an application of the tenant',
        note: registered,
      },
      {
        variant: 'demo-app',
        action:
          "a user resets a forgotten password in an application that is not in the tenant's database",
        note: unregistered,
      },
    ],
  },
} as const satisfies Partial<Record<EventName, EventEntry>>;
