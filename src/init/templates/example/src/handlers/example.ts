import type { Handler } from '../receiver/handler.ts';

/** An example to start from. The payload of each function is typed by its event. */
export function createExample(): Handler {
  return {
    name: 'example',
    on: {
      'User.Created': async ({ data }, { logger }) => {
        logger.info('user created', { userId: data.id });
      },
      PostSignIn: async ({ userId, application }, { logger }) => {
        logger.info('user signed in', { userId, application: application?.name });
      },
    },
  };
}
