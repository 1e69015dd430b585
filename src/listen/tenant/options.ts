import { UsageError } from '../../core/errors.ts';

/** The options that are about a tenant, for what must know only whether one is wanted. */
interface TenantWishes {
  readonly tenant?: true | undefined;
  readonly webhook?: string | undefined;
  readonly publicUrl?: URL | undefined;
  readonly tunnel?: true | undefined;
}

/**
 * Whether a tenant is to be followed.
 * @throws UsageError where options do not go together
 */
export function wantsTenant({ tenant, webhook, publicUrl, tunnel }: TenantWishes): boolean {
  const ways = [
    ['--webhook', webhook] as const,
    ['--public-url', publicUrl] as const,
    ['--tunnel', tunnel] as const,
  ].flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const [first, second] = ways;
  if (first && !tenant) {
    throw new UsageError(`${first} goes with --tenant.`, `Such as: listen --tenant ${first} …`);
  }
  if (first && second) {
    throw new UsageError(
      `${first} and ${second} do not go together.`,
      'A webhook that is there is followed by its log; a temporary one can have a URL.',
    );
  }
  return tenant ?? false;
}
