import type { LogtoPayloads } from '../logto/payloads.ts';
import type { Context, Env, Handler } from '../receiver/handler.ts';
import { createOnce } from '../receiver/once.ts';
import { readSettings } from '../receiver/settings.ts';
import { createMailer, isUnknownMailbox } from '../welcome-email/mailer.ts';
import { welcomeMessage } from '../welcome-email/message.ts';
import { settings } from '../welcome-email/settings.ts';

/** Sends new users an email with a link to sign in. */
export function createWelcomeEmail(env: Env): Handler {
  const {
    WELCOME_EMAIL_IMPORTED: welcomesImported,
    WELCOME_EMAIL_PRODUCT: product,
    WELCOME_EMAIL_SIGN_IN_URL: signInUrl,
    ...mail
  } = readSettings(settings, env);
  const mailer = createMailer(mail);
  const once = createOnce();

  async function welcome(
    payload: LogtoPayloads['User.Created'],
    { logger, isTestRun }: Context,
  ): Promise<void> {
    const { id: userId, name, primaryEmail: to } = payload.data;
    const reason = reasonToSkip(payload, welcomesImported);
    if (!to || reason !== undefined) {
      logger.info('no welcome email', { userId, reason });
      return;
    }
    const message = welcomeMessage({ name, product, signInUrl });
    if (isTestRun) {
      logger.info('test run: welcome email not sent', { userId });
      return;
    }
    // Several webhooks can deliver the same event, each with its own delivery id.
    await once.run(userId, async () => {
      try {
        await mailer.send({ to, userId, ...message });
        logger.info('welcome email sent', { userId });
      } catch (error) {
        if (!isUnknownMailbox(error)) throw error;
        logger.warn('welcome email not sent: no such mailbox', { userId });
      }
    });
  }

  return { name: 'welcome-email', on: { 'User.Created': welcome }, close: mailer.close };
}

function reasonToSkip(
  { data, interactionEvent }: LogtoPayloads['User.Created'],
  welcomesImported: boolean,
): string | undefined {
  if (!data.primaryEmail) return 'no email address';
  if (data.isSuspended) return 'suspended';
  // Only a sign-up has an interaction; the Management API creates users without one.
  const isImported = interactionEvent === undefined;
  return isImported && !welcomesImported ? 'created by the Management API' : undefined;
}
