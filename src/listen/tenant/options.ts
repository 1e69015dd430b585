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
    throw new UsageError(`${first} needs --tenant.`, `For example: ${tenantExamples[first]}`);
  }
  if (first && second) {
    throw new UsageError(`${first} and ${second} cannot be combined.`, reasonFor(first, second));
  }
  if (mirror && signingKey) {
    throw new UsageError(
      '--mirror and --signing-key cannot be combined.',
      "Each delivery is signed with its webhook's own key.",
    );
  }
  return tenant ?? false;
}

const tenantExamples = {
  '--mirror': 'logto-hooks listen --tenant --mirror --forward-to 3000',
  '--webhook': 'logto-hooks listen --tenant --webhook my-webhook --forward-to 3000',
  '--public-url':
    'logto-hooks listen --tenant --public-url https://dev.example.com/hook --forward-to 3000',
  '--tunnel': 'logto-hooks listen --tenant --tunnel --forward-to 3000',
} as const;

type Way = keyof typeof tenantExamples;

/** Returns why two ways to follow a tenant exclude each other. */
function reasonFor(first: Way, second: Way): string {
  if (first === '--mirror') {
    if (second === '--webhook') return '--mirror follows every webhook; use one or the other.';
    const what = second === '--tunnel' ? 'tunnel' : 'public URL';
    return `--mirror reads the log and needs no ${what}.`;
  }
  if (first === '--public-url') return 'Use --tunnel only if the listener has no public URL.';
  return 'Existing webhooks are followed through their logs; only a temporary one has a URL.';
}
