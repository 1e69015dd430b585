import { Option } from '@commander-js/extra-typings';
import { read } from '../../cli/options.ts';
import { UsageError } from '../../core/errors.ts';
import { parseEndpoint } from '../../core/http/parse-url.ts';
import { parseDuration, parseInteger } from '../../core/units.ts';
import { webhookHeader } from '../webhook/edit.ts';

export const webhookArgument = ['<webhook>', 'Webhook ID, a prefix of it, or name'] as const;

/** Parses a URL that a webhook's deliveries go to. */
export function parseDeliveryUrl(text: string): URL {
  return parseEndpoint(text, webhookHeader);
}

export const targetOption = new Option(
  '--to <url>',
  "Target URL (default: the webhook's URL)",
).argParser(read(parseDeliveryUrl));

export const positive = read((text) => parseInteger(text, 1));

export const concurrencyOption = new Option(
  '--concurrency <n>',
  'Concurrent deliveries (more than 1 changes their order)',
)
  .argParser(read((text) => parseInteger(text, 1, 1000)))
  .default(1);

export const rateOption = new Option('--rate <n>', 'Maximum deliveries per second').argParser(
  positive,
);

export const maxFailuresOption = new Option(
  '--max-failures <n>',
  'Stop after this many failures in a row',
)
  .argParser(positive)
  .default(5);

/** Hidden: for tests, which would wait for seconds otherwise. */
export const pollIntervalOption = new Option('--poll-interval <duration>', 'Time between two polls')
  .argParser(read(parseDuration))
  .hideHelp();

export const yesOption = new Option('-y, --yes', 'Do not ask for confirmation');

export const writeEnvOption = new Option(
  '--write-env [file]',
  'Write the signing key to a .env file (default: .env)',
);

export const eventsOption = (what: string) =>
  new Option('-e, --events <patterns>', `${what} (repeatable): PostSignIn, User.*`).argParser(
    (text: string, earlier: string[] = []) => [...earlier, text],
  );

export const sinceOption = new Option(
  '--since <time>',
  'Start of the time range: 10m, 24h, 7d, 2026-08-05 (default: 24h)',
).argParser(read(parseMoment));

export const untilOption = new Option(
  '--until <time>',
  'End of the time range: 1h, 2026-08-05T12:00',
).argParser(read(parseMoment));

/**
 * Parses a time: how long ago, or an ISO 8601 date and time (local unless it has an offset).
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
    `'${text}' is not a valid time.`,
    'Use how long ago, such as 10m or 24h, or a date such as 2026-08-05T12:00.',
  );
}
