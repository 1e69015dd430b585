import type { LogtoPayloads } from '../logto/payloads.ts';
import { createOnce } from '../once/once.ts';
import type { Context, Env, Handler } from '../receiver/handler.ts';
import { readSettings } from '../receiver/settings.ts';
import { createMailer, isRefusedRecipient } from '../welcome-email/mailer.ts';
import { welcomeMessage } from '../welcome-email/message.ts';
import { settings } from '../welcome-email/settings.ts';

/** Welcomes a new user by email, with a link to sign in. */
export function createWelcomeEmail(env: Env): Handler {
  const {
    WELCOME_EMAIL_IMPORTED: welcomesImported,
    WELCOME_EMAIL_PRODUCT: product,
    WELCOME_EMAIL_SIGN_IN_URL: signInUrl,
    ...mail
  } = readSettings(settings, env);
  const mailer = createMailer(mail);
  const once = createOnce();

  async function welcome(payload: LogtoPayloads['User.Created'], { logger }: Context) {
    const { id: userId, name, primaryEmail: to } = payload.data;
    const reason = reasonAgainst(payload, welcomesImported);
    if (!to || reason !== undefined) {
      logger.info('no welcome email', { userId, reason });
      return;
    }
    // Several webhooks may tell of one user, in deliveries that differ.
    await once(userId, async () => {
      try {
        await mailer.send({ to, userId, ...welcomeMessage({ name, product, signInUrl }) });
        logger.info('welcome email sent', { userId });
      } catch (error) {
        if (!isRefusedRecipient(error)) throw error;
        logger.warn('welcome email refused: no such mailbox', { userId });
      }
    });
  }

  return { name: 'welcome-email', on: { 'User.Created': welcome }, close: mailer.close };
}

/** Why a user is not welcomed; undefined where there is nothing against it. */
function reasonAgainst(
  { data, interactionEvent }: LogtoPayloads['User.Created'],
  welcomesImported: boolean,
): string | undefined {
  if (!data.primaryEmail) return 'has no address';
  if (data.isSuspended) return 'is suspended';
  // Who signs up has an interaction; who is made by the Management API has a path instead.
  const isImported = interactionEvent === undefined;
  return isImported && !welcomesImported ? 'was made by the Management API' : undefined;
}
