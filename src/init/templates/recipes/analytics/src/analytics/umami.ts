import { patientFetch } from '../http/patient-fetch.ts';
import type { AnalyticsSettings } from './settings.ts';
import type { Provider } from './visit.ts';

const pages = { sign_up: '/sign-up', login: '/sign-in' } as const;

/**
 * Umami tells visits apart by address, user agent and id, keeps neither of the first two, and
 * ignores events without a browser's user agent.
 * https://docs.umami.is/docs/api/sending-stats
 */
export function umami(settings: AnalyticsSettings): Provider | undefined {
  const { UMAMI_WEBSITE_ID: website, UMAMI_URL } = settings;
  if (website === undefined) return undefined;
  const url = new URL('/api/send', UMAMI_URL);
  return {
    name: 'umami',
    async count({ name, visitor, application, ip, userAgent }, signal) {
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
      const response = await patientFetch(url, { method: 'POST', headers, body }, { signal });
      // Its way of saying that it takes the user agent for a robot's.
      return (await response.text()).includes('"beep"') ? 'taken for a robot' : undefined;
    },
  };
}
