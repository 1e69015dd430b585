import { UsageError } from '../../core/errors.ts';
import { maskMalformedUrl } from '../../core/http/mask-url.ts';
import { refuseUserInformation } from '../../core/http/parse-url.ts';
import { type CustomHeaders, logtoHeaders } from '../../core/logto/request-headers.ts';
import { sign } from '../../core/logto/signature.ts';
import type { LogEntry, Webhook } from '../api/schemas.ts';
import { bodyOfEntry } from '../log/body.ts';
import { outcomeOfEntry } from '../log/outcome.ts';
import { webhookHeader } from '../webhook/edit.ts';
import { eventOfKey } from '../webhook/health.ts';
import { endpointDigest, type JournalState } from './journal.ts';
import type { Job } from './worker-client.ts';

/** A delivery to repeat. */
export interface Planned {
  /** The id of its log entry. */
  readonly id: string;
  readonly event: string;
  /** When Logto delivered it. */
  readonly at: Date;
  readonly body: Buffer;
}

export interface RedeliveryPlan {
  /** The oldest first. */
  readonly planned: readonly Planned[];
  /** How many deliveries were left out because the journal records them as delivered. */
  readonly already: number;
  /** Planned ids whose result an earlier run did not record. */
  readonly doubtful: readonly string[];
  /** How many deliveries have no payload in the log. */
  readonly empty: number;
}

/**
 * Returns the endpoint of a webhook.
 * @throws UsageError if Logto cannot deliver to it
 */
export function endpointOf({ config: { url } }: Webhook): URL {
  if (!URL.canParse(url)) {
    throw new UsageError(`The webhook's URL '${maskMalformedUrl(url)}' is not valid.`, 'Use --to.');
  }
  const endpoint = new URL(url);
  refuseUserInformation(endpoint, webhookHeader);
  return endpoint;
}

/**
 * Plans the deliveries, the oldest first.
 * @param again whether to include what already got a 2xx
 */
export function planRedeliveries(
  entries: readonly LogEntry[],
  { delivered, doubtful }: JournalState,
  again: boolean,
): RedeliveryPlan {
  const left = again ? entries : entries.filter(({ id }) => !delivered.has(id));
  const planned = left.toReversed().flatMap(toPlanned);
  planned.sort((a, b) => a.at.getTime() - b.at.getTime());
  return {
    planned,
    already: entries.length - left.length,
    doubtful: planned.filter(({ id }) => doubtful.has(id)).map(({ id }) => id),
    empty: left.length - planned.length,
  };
}

/**
 * Rejects named deliveries that already succeeded.
 * @throws UsageError if Logto logs a success of one of them
 */
export function refuseSuccesses(entries: readonly LogEntry[], { config }: Webhook): void {
  const done = entries.find((entry) => outcomeOfEntry(entry, config.url).ok);
  if (!done) return;
  throw new UsageError(
    `${done.id} was delivered by Logto and got a 2xx.`,
    'To redeliver it anyway, add --again.',
  );
}

/** Returns the re-signed request for an entry, as Logto makes it. */
export function toJob(
  { id, body }: Planned,
  { signingKey, config }: Webhook,
  url: URL,
): Job & { readonly signature: string } {
  const signature = sign(body, signingKey);
  const custom: CustomHeaders = Object.entries(config.headers ?? {});
  const headers = logtoHeaders(signature, custom);
  return { id, to: endpointDigest(url), url, headers, body, signature };
}

function toPlanned(entry: LogEntry): Planned[] {
  const body = bodyOfEntry(entry);
  if (!body) return [];
  const at = new Date(entry.createdAt);
  return [{ id: entry.id, event: eventOfKey(entry.key), at, body }];
}
