import { applicationIds } from '../by-application/application-ids.ts';
import { onRegistration, otherwise } from '../by-application/registrations.ts';
import type { Env, Handler } from '../receiver/handler.ts';
import { readSettings } from '../receiver/settings.ts';

/** Treats a registration by the application it was made in. */
export function createByApplication(env: Env): Handler {
  const { APPLICATIONS: nameOf } = readSettings(applicationIds(Object.keys(onRegistration)), env);
  return {
    name: 'by-application',
    on: {
      // No application comes along where the tenant does not have it, as with Logto's demo app.
      async PostRegister(payload, context) {
        const name = payload.application && nameOf.get(payload.application.id);
        const register = name === undefined ? undefined : onRegistration[name];
        await (register ?? otherwise)(payload, context);
      },
    },
  };
}
