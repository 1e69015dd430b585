import { UsageError } from '../../core/errors.ts';
import type { ListenTenantFlags } from './tenant-link.ts';

/**
 * Returns whether `listen` follows a tenant.
 * @throws UsageError if the options contradict each other
 */
export function isTenantEnabled({
  tenant,
  mirror,
  signingKey,
  webhook,
  publicUrl,
  tunnel,
}: Pick<
  ListenTenantFlags,
  'tenant' | 'mirror' | 'signingKey' | 'webhook' | 'publicUrl' | 'tunnel'
>): boolean {
  const ways = [
    ['--mirror', mirror] as const,
    ['--webhook', webhook] as const,
    ['--public-url', publicUrl] as const,
    ['--tunnel', tunnel] as const,
  ].flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const [first, second] = ways;
  if (first && !tenant) {
    throw new UsageError(`${first} needs --tenant.`, `For example: listen --tenant ${first} …`);
  }
  if (first && second) {
    throw new UsageError(
      `${first} and ${second} cannot be combined.`,
      'Existing webhooks are followed through their logs; only a temporary one has a URL.',
    );
  }
  if (mirror && signingKey) {
    throw new UsageError(
      '--mirror and --signing-key cannot be combined.',
      "Each delivery is signed with its webhook's own key.",
    );
  }
  return tenant ?? false;
}
