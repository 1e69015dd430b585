import { z } from 'zod';
import { httpsUrl } from '../http/https-url.ts';

const address = (url: string) => z.string().default(url).pipe(httpsUrl);

export const settings = z
  .object({
    ANALYTICS_PSEUDONYM_KEY: z
      .string()
      .min(32, { error: 'must have at least 32 characters: openssl rand -hex 32' }),
    GA4_MEASUREMENT_ID: z
      .string()
      .regex(/^G-\w+$/, { error: 'must look like G-XXXXXXXXXX' })
      .optional(),
    GA4_API_SECRET: z.string().optional(),
    GA4_URL: address('https://www.google-analytics.com'),
    UMAMI_WEBSITE_ID: z.uuid({ error: 'must be a UUID' }).optional(),
    UMAMI_URL: address('https://cloud.umami.is'),
    PLAUSIBLE_DOMAIN: z.string().optional(),
    PLAUSIBLE_URL: address('https://plausible.io'),
  })
  .refine(({ GA4_MEASUREMENT_ID: id, GA4_API_SECRET: secret }) => !id || secret, {
    path: ['GA4_API_SECRET'],
    error: 'is not set',
  });

export type AnalyticsSettings = z.output<typeof settings>;
