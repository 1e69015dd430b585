import type { Command } from '@commander-js/extra-typings';
import { insecureOption, jsonOption, read, timeoutOption } from '../../cli/options.ts';
import { examples } from '../../cli/output/examples.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import { parseInteger } from '../../core/units.ts';
import {
  authOption,
  endpointOption,
  eventsOption,
  parseDeliveryUrl,
  resourceOption,
  sinceOption,
  untilOption,
  yesOption,
} from './options.ts';

const webhookArgument = ['<webhook>', 'its id, a beginning of it, or its name'] as const;
const positive = read((text) => parseInteger(text, 1));

export function defineDeliveries(tenant: Command, terminal: Terminal): void {
  tenant
    .command('deliveries')
    .description('List what Logto delivered, the newest last, and why it failed where it did.')
    .argument(...webhookArgument)
    .option('--failed', 'only what failed')
    .addOption(eventsOption('only these events'))
    .addOption(sinceOption)
    .addOption(untilOption)
    .option('--limit <n>', 'only the newest n', positive)
    .option('--watch', 'go on with what comes; Ctrl+C ends')
    .addOption(endpointOption)
    .addOption(authOption)
    .addOption(resourceOption)
    .addOption(timeoutOption)
    .addOption(insecureOption)
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks tenant deliveries my-webhook', 'of the last 24 hours'],
          ['logto-hooks tenant deliveries my-webhook --failed --since 7d', 'what went wrong'],
          ["logto-hooks tenant deliveries my-webhook -e 'User.*' --watch", 'as they come'],
          ['logto-hooks tenant deliveries my-webhook --json', 'with payloads, for other tools'],
        ],
        terminal.out.style,
      ),
    )
    .action(async (webhook, options) => {
      const { listDeliveries } = await import('./deliveries.ts');
      await listDeliveries(webhook, options, terminal);
    });
}

export function defineRedeliver(tenant: Command, terminal: Terminal): void {
  tenant
    .command('redeliver')
    .description(
      'Deliver again what Logto could not, the oldest first, signed anew; what got a 2xx is not delivered twice.',
    )
    .argument(...webhookArgument)
    .argument('[ids...]', "of deliveries, or beginnings of them ('tenant deliveries' lists them)")
    .option('--failed', 'all that failed (default)')
    .addOption(eventsOption('only these events'))
    .addOption(sinceOption)
    .addOption(untilOption)
    .option('--to <url>', "where to (default: the webhook's own URL)", read(parseDeliveryUrl))
    .option('--again', 'also what got a 2xx before')
    .option('--dry-run', 'list what would be delivered, send nothing')
    .option(
      '--concurrency <n>',
      'how many at a time; more than 1 mixes their order',
      read((text) => parseInteger(text, 1, 1000)),
      1,
    )
    .option('--rate <n>', 'how many per second, at most', positive)
    .option('--max-failures <n>', 'stop after so many failures in a row', positive, 5)
    .addOption(yesOption)
    .addOption(endpointOption)
    .addOption(authOption)
    .addOption(resourceOption)
    .addOption(timeoutOption)
    .addOption(insecureOption)
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks tenant redeliver my-webhook --dry-run', 'what would be delivered'],
          ['logto-hooks tenant redeliver my-webhook --yes', 'all that failed in 24 hours'],
          ['logto-hooks tenant redeliver my-webhook --since 7d --to 3000', 'to your app here'],
          ['logto-hooks tenant redeliver my-webhook xq76p6a5', 'one, by its id'],
        ],
        terminal.out.style,
      ),
    )
    .action(async (webhook, ids, { failed: _, ...options }) => {
      const { redeliver } = await import('./redeliver.ts');
      await redeliver(webhook, { ...options, ids }, terminal);
    });
}

export function defineRecord(tenant: Command, terminal: Terminal): void {
  tenant
    .command('record')
    .description('Save what Logto delivered as fixtures, for send --fixtures.')
    .argument(...webhookArgument)
    .argument('<dir>', 'where <Event>/<variant>.json go')
    .option('--redact', 'replace what is personal by pseudonyms')
    .addOption(eventsOption('only these events'))
    .addOption(sinceOption)
    .addOption(untilOption)
    .option('--limit <n>', 'look at the newest n only', positive)
    .addOption(endpointOption)
    .addOption(authOption)
    .addOption(resourceOption)
    .addOption(timeoutOption)
    .addOption(insecureOption)
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks tenant record my-webhook fixtures --redact', 'with nobody in them'],
          ['logto-hooks send User.Created --fixtures fixtures', 'and send them'],
        ],
        terminal.out.style,
      ),
    )
    .action(async (webhook, directory, options) => {
      const { recordDeliveries } = await import('./record.ts');
      await recordDeliveries(webhook, directory, options, terminal);
    });
}
