import { patientFetch } from '../http/patient-fetch.ts';
import type { AnalyticsSettings } from './settings.ts';
import type { Provider } from './visit.ts';

const pages = { sign_up: '/sign-up', login: '/sign-in' } as const;

/**
 * Plausible counts visitors by address and user agent, in a digest that changes every day. It asks
 * not to be sent anything that stands for a person, so the pseudonym stays here.
 * https://plausible.io/docs/events-api
 */
export function plausible(settings: AnalyticsSettings): Provider | undefined {
  const { PLAUSIBLE_DOMAIN: domain, PLAUSIBLE_URL } = settings;
  if (domain === undefined) return undefined;
  const url = new URL('/api/event', PLAUSIBLE_URL);
  return {
    name: 'plausible',
    async count({ name, application, ip, userAgent }, signal) {
      if (!userAgent || !ip) return 'no user agent or no address';
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
      const response = await patientFetch(url, { method: 'POST', headers, body }, { signal });
      await response.body?.cancel();
      return response.headers.get('x-plausible-dropped') === '1' ? 'dropped' : undefined;
    },
  };
}
