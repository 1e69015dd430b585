import type { Handler } from '../receiver/handler.ts';

/**
 * A handler to start from: what to do, by event. The payload is typed by the event's name;
 * `npx logto-hooks events` lists them all.
 */
export function createExample(): Handler {
  return {
    name: 'example',
    on: {
      'User.Created': async ({ data }, { logger }) => {
        logger.info('a user was created', { userId: data.id });
      },
      PostSignIn: async ({ userId, application }, { logger }) => {
        logger.info('a user signed in', { userId, application: application?.name });
      },
    },
  };
}
