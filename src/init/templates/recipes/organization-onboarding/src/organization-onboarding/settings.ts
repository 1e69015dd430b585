import { z } from 'zod';
import { httpsUrl } from '../http/https-url.ts';

export const settings = z
  .object({
    LOGTO_ENDPOINT: httpsUrl,
    LOGTO_AUTH: z.string().regex(/^[^:]+:.+$/, { error: 'must look like <app id>:<app secret>' }),
    LOGTO_RESOURCE: z.url({ error: 'must be a URL' }).optional(),
    ONBOARDING_ADMIN_ROLE: z.string().default('admin'),
    ONBOARDING_MEMBER_ROLE: z.string().optional(),
    ONBOARDING_NEXT: z.enum(['add', 'invite'], { error: 'must be add or invite' }).default('add'),
    ONBOARDING_INVITATION_LINK: z.url({ protocol: /^https?$/, error: 'must be a URL' }).optional(),
    ONBOARDING_PUBLIC_DOMAINS: z
      .string()
      .default('')
      .transform((text) => text.split(',').map((domain) => domain.trim())),
  })
  .transform(({ LOGTO_RESOURCE, ...rest }) => ({
    ...rest,
    LOGTO_RESOURCE: LOGTO_RESOURCE ?? resourceOf(rest.LOGTO_ENDPOINT),
  }));

export type OnboardingSettings = z.output<typeof settings>;

/** On Logto Cloud, each tenant has its own resource; all self-hosted servers have the same. */
function resourceOf({ hostname }: URL): string {
  const host = hostname.endsWith('.logto.app') ? hostname : 'default.logto.app';
  return `https://${host}/api`;
}
