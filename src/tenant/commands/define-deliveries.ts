import type { Command } from '@commander-js/extra-typings';
import { jsonOption } from '../../cli/options.ts';
import { examples } from '../../cli/output/examples.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import { addConnectionOptions } from '../connection-options.ts';
import {
  concurrencyOption,
  eventsOption,
  maxFailuresOption,
  pollIntervalOption,
  positive,
  rateOption,
  sinceOption,
  targetOption,
  untilOption,
  webhookArgument,
  yesOption,
} from './options.ts';

export function defineDeliveries(tenant: Command, terminal: Terminal): void {
  addConnectionOptions(
    tenant
      .command('deliveries')
      .description('List deliveries with their errors, newest last')
      .argument(...webhookArgument)
      .option('--failed', 'Only failed deliveries')
      .addOption(eventsOption('Only these events'))
      .addOption(sinceOption)
      .addOption(untilOption)
      .option('--limit <n>', 'Show only the newest n', positive)
      .option('--watch', 'List the last 10 (or --limit), then new ones until Ctrl+C')
      .addOption(pollIntervalOption),
  )
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks tenant deliveries my-webhook', 'the last 24 hours'],
          ['logto-hooks tenant deliveries my-webhook --failed --since 7d', 'failures of 7 days'],
          ["logto-hooks tenant deliveries my-webhook -e 'User.*' --watch", 'as they happen'],
          ['logto-hooks tenant deliveries my-webhook --json', 'with payloads, for other tools'],
        ],
        terminal.out.style,
      ),
    )
    .action(async (webhook, { watch, ...options }) => {
      if (watch) {
        const { watchDeliveries } = await import('./watch-deliveries.ts');
        return watchDeliveries(webhook, options, terminal);
      }
      const { listDeliveries } = await import('./deliveries.ts');
      await listDeliveries(webhook, options, terminal);
    });
}

export function defineRedeliver(tenant: Command, terminal: Terminal): void {
  addConnectionOptions(
    tenant
      .command('redeliver')
      .description('Redeliver failed deliveries, oldest first, re-signed')
      .argument(...webhookArgument)
      .argument('[ids...]', "Delivery IDs or prefixes (see 'tenant deliveries')")
      .option('--failed', 'All failed deliveries (default)')
      .addOption(eventsOption('Only these events'))
      .addOption(sinceOption)
      .addOption(untilOption)
      .addOption(targetOption)
      .option('--again', 'Also deliveries that already got a 2xx')
      .option('--dry-run', 'List what would be redelivered without sending')
      .addOption(concurrencyOption)
      .addOption(rateOption)
      .addOption(maxFailuresOption)
      .addOption(yesOption),
  )
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks tenant redeliver my-webhook --dry-run', 'list without sending'],
          ['logto-hooks tenant redeliver my-webhook --yes', 'all failures of 24 hours'],
          ['logto-hooks tenant redeliver my-webhook --since 7d --to 3000', 'to your local app'],
          ['logto-hooks tenant redeliver my-webhook xq76p6a5', 'one, by its ID'],
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
  addConnectionOptions(
    tenant
      .command('record')
      .description('Save real deliveries as fixtures')
      .argument(...webhookArgument)
      .argument('<dir>', 'Directory for <Event>/<variant>.json')
      .option('--redact', 'Replace personal data with pseudonyms of the same shape')
      .addOption(eventsOption('Only these events'))
      .addOption(sinceOption)
      .addOption(untilOption)
      .option('--limit <n>', 'Only the newest n deliveries', positive),
  )
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks tenant record my-webhook fixtures --redact', 'without personal data'],
          ['logto-hooks send User.Created --fixtures fixtures', 'send them'],
        ],
        terminal.out.style,
      ),
    )
    .action(async (webhook, directory, options) => {
      const { recordDeliveries } = await import('./record.ts');
      await recordDeliveries(webhook, directory, options, terminal);
    });
}
