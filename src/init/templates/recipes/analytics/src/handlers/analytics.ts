import { googleAnalytics } from '../analytics/google.ts';
import { plausible } from '../analytics/plausible.ts';
import { createPseudonym } from '../analytics/pseudonym.ts';
import { settings } from '../analytics/settings.ts';
import { umami } from '../analytics/umami.ts';
import type { Provider, Visit } from '../analytics/visit.ts';
import type { LogtoPayloads } from '../logto/payloads.ts';
import type { Context, Env, Handler } from '../receiver/handler.ts';
import { createOnce } from '../receiver/once.ts';
import { readSettings, SettingsError } from '../receiver/settings.ts';

type Source = LogtoPayloads['PostRegister'] | LogtoPayloads['PostSignIn'];

/** Counts sign-ups and sign-ins in Google Analytics, Umami or Plausible. */
export function createAnalytics(env: Env): Handler {
  const read = readSettings(settings, env);
  const providers = [googleAnalytics(read), umami(read), plausible(read)].filter(
    (provider) => provider !== undefined,
  );
  if (providers.length === 0) {
    throw new SettingsError(
      'GA4_MEASUREMENT_ID, UMAMI_WEBSITE_ID or PLAUSIBLE_DOMAIN must be set. See .env.example.',
    );
  }
  const pseudonymOf = createPseudonym(read.ANALYTICS_PSEUDONYM_KEY);
  const once = createOnce();

  const count = (name: Visit['name']) => async (payload: Source, context: Context) => {
    const visit = { ...visitOf(payload), name, visitor: pseudonymOf(payload.userId) };
    // If one provider fails and the event is retried, the others must not count it twice.
    const counted = await Promise.allSettled(
      providers.map((provider) =>
        once.run(`${provider.name} ${context.deliveryId}`, () => send(provider, visit, context)),
      ),
    );
    const failure = counted.find(({ status }) => status === 'rejected');
    if (failure?.status === 'rejected') throw failure.reason;
  };

  return {
    name: 'analytics',
    on: { PostRegister: count('sign_up'), PostSignIn: count('login') },
  };
}

async function send(provider: Provider, visit: Visit, context: Context): Promise<void> {
  const problem = await provider.count(visit, context);
  if (problem !== undefined)
    context.logger.warn('not counted', { provider: provider.name, problem });
}

function visitOf({ createdAt, application, userIp, userAgent }: Source) {
  return {
    at: new Date(createdAt),
    application: application?.name.slice(0, 100),
    // Logto can report an IPv4 address as IPv6.
    ip: userIp?.replace(/^::ffff:(?=\d+\.)/, ''),
    userAgent,
  };
}
