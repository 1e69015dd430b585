import { fetchWithRetry } from '../http/fetch-with-retry.ts';
import type { AnalyticsSettings } from './settings.ts';
import type { Provider, Visit } from './visit.ts';

/** Google silently drops events that are older than 72 hours. */
const oldestMs = 71 * 60 * 60 * 1000;

/**
 * Google Analytics 4, through the Measurement Protocol. It needs neither the IP address nor the user agent.
 * https://developers.google.com/analytics/devguides/collection/protocol/ga4/reference
 */
export function googleAnalytics(settings: AnalyticsSettings): Provider | undefined {
  const { GA4_MEASUREMENT_ID: id, GA4_API_SECRET: secret, GA4_URL } = settings;
  if (id === undefined || secret === undefined) return undefined;
  const url = new URL('/mp/collect', GA4_URL);
  url.searchParams.set('measurement_id', id);
  url.searchParams.set('api_secret', secret);
  return {
    name: 'google-analytics',
    async count(visit, context) {
      if (Date.now() - visit.at.getTime() > oldestMs) return 'older than 72 hours';
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(measurement(visit));
      await fetchWithRetry(url, { method: 'POST', headers, body }, context);
      return undefined;
    },
  };
}

function measurement({ name, visitor, at, application }: Visit) {
  return {
    client_id: visitor.clientId,
    user_id: visitor.id,
    timestamp_micros: at.getTime() * 1000,
    consent: { ad_user_data: 'DENIED', ad_personalization: 'DENIED' },
    events: [
      {
        name,
        params: {
          // The real-time report shows only events with both.
          session_id: `${Math.floor(at.getTime() / 1000)}`,
          engagement_time_msec: 1,
          ...(application ? { application } : {}),
        },
      },
    ],
  };
}
