import { applicationIds } from '../by-application/application-ids.ts';
import { fallback, onRegistration } from '../by-application/registrations.ts';
import type { Env, Handler } from '../receiver/handler.ts';
import { readSettings } from '../receiver/settings.ts';

/** Handles a sign-up by the application it came from. */
export function createByApplication(env: Env): Handler {
  const { APPLICATIONS: nameOf } = readSettings(applicationIds(Object.keys(onRegistration)), env);
  return {
    name: 'by-application',
    on: {
      // The payload has no application if the tenant does not have it, such as Logto's demo app.
      async PostRegister(payload, context) {
        const name = payload.application && nameOf.get(payload.application.id);
        const register = name === undefined ? undefined : onRegistration[name];
        await (register ?? fallback)(payload, context);
      },
    },
  };
}
