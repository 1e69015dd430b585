import type { LogtoPayloads } from '../logto/payloads.ts';
import type { Handle } from '../receiver/handler.ts';

type OnRegistration = Handle<LogtoPayloads['PostRegister']>;

/** The functions by application name, as in APPLICATIONS in .env. Replace these examples with yours. */
export const onRegistration: Readonly<Record<string, OnRegistration>> = {
  async shop({ userId, application }, { logger }) {
    logger.info('customer signed up', { userId, application: application?.name });
  },

  async backoffice({ userId, application }, { logger }) {
    logger.info('colleague signed up', { userId, application: application?.name });
  },
};

/** For all other applications, and payloads without one. */
export const fallback: OnRegistration = async ({ userId, application }, { logger }) => {
  logger.info('user signed up', { userId, applicationId: application?.id });
};
