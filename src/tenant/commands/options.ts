import { Option } from '@commander-js/extra-typings';
import { read } from '../../cli/options.ts';
import { UsageError } from '../../core/errors.ts';
import { parseEndpoint } from '../../core/http/parse-url.ts';
import { parseDuration } from '../../core/units.ts';
import { webhookHeader } from '../edit-webhook.ts';

export const endpointOption = new Option(
  '--endpoint <url>',
  'where Logto is: https://<tenant-id>.logto.app (default: LOGTO_ENDPOINT, .env)',
);

/** Read by the action: a reader of commander's would print the secret where it is malformed. */
export const authOption = new Option(
  '--auth <app-id:app-secret>',
  'of a machine-to-machine app (default: LOGTO_AUTH, .env)',
);

export const resourceOption = new Option(
  '--resource <indicator>',
  'of the Management API; needed behind a custom domain (default: LOGTO_RESOURCE, .env)',
);

/** Reads a URL that a webhook's deliveries go to; they have the headers of the webhook. */
export function parseDeliveryUrl(text: string): URL {
  return parseEndpoint(text, webhookHeader);
}

export const yesOption = new Option('-y, --yes', 'do not ask');

export const writeEnvOption = new Option(
  '--write-env [file]',
  'set the signing key in a .env file (default: .env), keeping the rest',
);

export const eventsOption = (what: string) =>
  new Option('-e, --events <patterns>', `${what}, repeatable: PostSignIn, User.*`).argParser(
    (text: string, earlier: string[] = []) => [...earlier, text],
  );

export const sinceOption = new Option(
  '--since <time>',
  'only since then: 10m, 24h, 7d, 2026-08-05 (default: 24h)',
).argParser(read(parseMoment));

export const untilOption = new Option(
  '--until <time>',
  'only until then: 1h, 2026-08-05T12:00',
).argParser(read(parseMoment));

/**
 * A moment: so long ago, or a date and time as ISO 8601 writes it, local unless it says otherwise.
 * @throws UsageError for anything else
 */
function parseMoment(text: string): Date {
  const isDate = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;
  if (isDate.test(text)) {
    const date = new Date(text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T'));
    if (!Number.isNaN(date.getTime())) return date;
  }
  if (/^\d+(?:\.\d+)?\s*[a-z]+$/i.test(text.trim())) {
    return new Date(Date.now() - parseDuration(text));
  }
  throw new UsageError(
    `'${text}' is no time.`,
    'Write how long ago, such as 10m or 24h, or a date such as 2026-08-05T12:00.',
  );
}
