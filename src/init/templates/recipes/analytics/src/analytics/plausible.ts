import { fetchWithRetry } from '../http/fetch-with-retry.ts';
import type { AnalyticsSettings } from './settings.ts';
import type { Provider } from './visit.ts';

const pages = { sign_up: '/sign-up', login: '/sign-in' } as const;

/**
 * Plausible counts visitors by a daily digest of address and user agent. Its terms exclude identifiers of
 * persons, so the pseudonym is not sent.
 * https://plausible.io/docs/events-api
 */
export function plausible(settings: AnalyticsSettings): Provider | undefined {
  const { PLAUSIBLE_DOMAIN: domain, PLAUSIBLE_URL } = settings;
  if (domain === undefined) return undefined;
  const url = new URL('/api/event', PLAUSIBLE_URL);
  return {
    name: 'plausible',
    async count({ name, application, ip, userAgent }, context) {
      if (!userAgent || !ip) return 'no user agent or IP address';
      const headers = {
        'content-type': 'application/json',
        'user-agent': userAgent,
        'x-forwarded-for': ip,
      };
      const body = JSON.stringify({
        name,
        domain,
        url: `https://${domain}${pages[name]}`,
        ...(application ? { props: { application } } : {}),
      });
      const response = await fetchWithRetry(url, { method: 'POST', headers, body }, context);
      await response.body?.cancel();
      return response.headers.get('x-plausible-dropped') === '1' ? 'dropped' : undefined;
    },
  };
}
