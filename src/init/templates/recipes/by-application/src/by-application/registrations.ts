import type { LogtoPayloads } from '../logto/payloads.ts';
import type { Handle } from '../receiver/handler.ts';

/** What to do when someone has registered in one application. */
type OnRegistration = Handle<LogtoPayloads['PostRegister']>;

/**
 * By the application's name, as APPLICATIONS in .env has it. Replace these with yours, such as
 * creating a customer in the shop or telling the team that looks after the back office.
 */
export const onRegistration: Readonly<Record<string, OnRegistration>> = {
  async shop({ userId, application }, { logger }) {
    logger.info('a customer registered', { userId, application: application?.name });
  },

  async backoffice({ userId, application }, { logger }) {
    logger.info('a colleague registered', { userId, application: application?.name });
  },
};

/** For every other application, and where the payload names none. */
export const otherwise: OnRegistration = async ({ userId, application }, { logger }) => {
  logger.info('someone registered', { userId, applicationId: application?.id });
};
