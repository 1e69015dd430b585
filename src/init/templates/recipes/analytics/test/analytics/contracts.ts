import { z } from 'zod';
import type { ServiceRequest, ServiceResponse } from '../testing/service.ts';

/*
 * What the providers accept according to their docs. Unknown keys and over-long values are rejected, even
 * where the real providers drop them silently.
 */

const parameter = z.union([z.string().min(1).max(100), z.number()]);

/** https://developers.google.com/analytics/devguides/collection/protocol/ga4/reference */
export const measurementSchema = z.strictObject({
  client_id: z.string().regex(/^\d+\.\d+$/),
  user_id: z.string().min(1).max(256),
  timestamp_micros: z.int(),
  consent: z.strictObject({
    ad_user_data: z.enum(['GRANTED', 'DENIED']),
    ad_personalization: z.enum(['GRANTED', 'DENIED']),
  }),
  events: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z]\w{0,39}$/i),
        params: z
          .record(z.string().regex(/^[a-z]\w{0,39}$/i), parameter)
          .refine((params) => Object.keys(params).length <= 25),
      }),
    )
    .min(1)
    .max(25),
});

/** https://docs.umami.is/docs/api/sending-stats, and its src/app/api/send/request-schema.ts for `ip` */
export const umamiSchema = z.strictObject({
  type: z.literal('event'),
  payload: z.strictObject({
    website: z.uuid(),
    name: z
      .string()
      .regex(/^[^=+\-@\t\r]/)
      .max(50),
    url: z.string().startsWith('/'),
    id: z.string().min(1).max(50),
    ip: z.union([z.ipv4(), z.ipv6()]).optional(),
    data: z.record(z.string(), z.string()).optional(),
  }),
});

/** https://plausible.io/docs/events-api */
export const plausibleSchema = z.strictObject({
  domain: z.string().min(1),
  name: z.string().min(1).max(120),
  url: z.url().max(2000),
  props: z.record(z.string().max(300), z.string().max(2000)).optional(),
});

/** Responds like all three providers, each at its own path. */
export function respondAsProviders(request: ServiceRequest): ServiceResponse {
  const { method, url, headers, body } = request;
  if (method !== 'POST' || headers['content-type'] !== 'application/json') return { status: 400 };
  const json: unknown = JSON.parse(body);
  if (url.pathname === '/mp/collect') return respondAsGoogle(url, json);
  if (url.pathname === '/api/send') {
    if (!umamiSchema.safeParse(json).success) return { status: 400 };
    const isBrowser = /^Mozilla\/5\.0 \(/.test(headers['user-agent'] ?? '');
    return { status: 200, body: isBrowser ? '{"cache":"x","sessionId":"y"}' : '{"beep":"boop"}' };
  }
  if (url.pathname !== '/api/event') return { status: 404 };
  const isAddress = z.union([z.ipv4(), z.ipv6()]).safeParse(headers['x-forwarded-for']).success;
  return isAddress && plausibleSchema.safeParse(json).success
    ? { status: 202, body: 'ok' }
    : { status: 400 };
}

function respondAsGoogle(url: URL, json: unknown): ServiceResponse {
  const hasKeys = url.searchParams.get('api_secret') && url.searchParams.get('measurement_id');
  return { status: hasKeys && measurementSchema.safeParse(json).success ? 204 : 400 };
}
