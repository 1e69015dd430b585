import { UsageError } from '../../core/errors.ts';
import { suggest } from '../../core/suggest.ts';
import type { TenantClient } from '../api/client.ts';
import type { Webhook } from '../api/schemas.ts';
import { cleanText } from '../api/tenant-error.ts';

/**
 * Returns the webhook that a user names by its id, its name, an unambiguous beginning of its id, or its
 * name in another case.
 * @throws UsageError if none or several match, and TenantError as the client does
 */
export async function findWebhook(client: TenantClient, named: string): Promise<Webhook> {
  const webhooks = await client.listWebhooks();
  const lower = named.toLowerCase();
  const readings = [
    webhooks.filter(({ id }) => id === named),
    webhooks.filter(({ name }) => name === named),
    webhooks.filter(({ id }) => named !== '' && id.startsWith(named)),
    webhooks.filter(({ name }) => name.toLowerCase() === lower),
  ];
  const matches = readings.find(({ length }) => length > 0) ?? [];
  const [match, another] = matches;
  if (match && !another) return match;
  if (another) {
    const ids = matches.map(({ id }) => cleanText(id));
    throw new UsageError(
      `'${named}' matches ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ' …' : ''}.`,
      'Use its ID.',
    );
  }
  throw unknownWebhook(named, webhooks);
}

function unknownWebhook(named: string, webhooks: readonly Webhook[]): UsageError {
  if (webhooks.length === 0) {
    return new UsageError(
      'This tenant has no webhooks.',
      'Create one: logto-hooks tenant create <name> --url <url>',
    );
  }
  const words = webhooks.flatMap(({ id, name }) => [name, id]);
  const begun = words.find((word) => word.toLowerCase().startsWith(named.toLowerCase()));
  const guess = begun ?? suggest(named, words);
  return new UsageError(
    `The tenant has no webhook '${named}'.`,
    guess ? `Did you mean '${cleanText(guess)}'?` : "Run 'logto-hooks tenant webhooks' for a list.",
  );
}
