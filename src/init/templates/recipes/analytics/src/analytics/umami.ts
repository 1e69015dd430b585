import { fetchWithRetry } from '../http/fetch-with-retry.ts';
import type { AnalyticsSettings } from './settings.ts';
import type { Provider } from './visit.ts';

const pages = { sign_up: '/sign-up', login: '/sign-in' } as const;

/**
 * Umami identifies visits by address, user agent and id, does not store the first two, and ignores events
 * without a browser's user agent.
 * https://docs.umami.is/docs/api/sending-stats
 */
export function umami(settings: AnalyticsSettings): Provider | undefined {
  const { UMAMI_WEBSITE_ID: website, UMAMI_URL } = settings;
  if (website === undefined) return undefined;
  const url = new URL('/api/send', UMAMI_URL);
  return {
    name: 'umami',
    async count({ name, visitor, application, ip, userAgent }, context) {
      if (!userAgent) return 'no user agent';
      const payload = {
        website,
        name,
        url: pages[name],
        id: visitor.id,
        ...(ip ? { ip } : {}),
        ...(application ? { data: { application } } : {}),
      };
      const headers = { 'content-type': 'application/json', 'user-agent': userAgent };
      const body = JSON.stringify({ type: 'event', payload });
      const response = await fetchWithRetry(url, { method: 'POST', headers, body }, context);
      // Umami's response to the user agent of a bot.
      return (await response.text()).includes('"beep"') ? 'user agent of a bot' : undefined;
    },
  };
}
