import { UsageError } from '../../core/errors.ts';
import type { ListenTenantFlags } from './tenant-link.ts';

/**
 * Returns whether `listen` follows a tenant.
 * @throws UsageError if the options contradict each other
 */
export function isTenantEnabled({
  tenant,
  webhook,
  publicUrl,
  tunnel,
}: Pick<ListenTenantFlags, 'tenant' | 'webhook' | 'publicUrl' | 'tunnel'>): boolean {
  const ways = [
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
      'An existing webhook is followed through its log; only a temporary one has a URL.',
    );
  }
  return tenant ?? false;
}
