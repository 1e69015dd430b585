import type { Command } from '@commander-js/extra-typings';
import { insecureOption, jsonOption, read, timeoutOption } from '../../cli/options.ts';
import { examples } from '../../cli/output/examples.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import {
  authOption,
  endpointOption,
  eventsOption,
  parseDeliveryUrl,
  resourceOption,
} from './options.ts';

export function defineWebhooks(tenant: Command, terminal: Terminal): void {
  tenant
    .command('webhooks')
    .description('List the webhooks of the tenant, and how they fared over 24 hours.')
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
          ['logto-hooks tenant webhooks', 'name, id, URL, events, health'],
          ['logto-hooks tenant webhooks --json | jq -r .id', 'in a script'],
        ],
        terminal.out.style,
      ),
    )
    .action(async (options) => {
      const { listWebhooks } = await import('./webhooks.ts');
      await listWebhooks(options, terminal);
    });
}

export function defineTest(tenant: Command, terminal: Terminal): void {
  tenant
    .command('test')
    .description('Have Logto send its own sample payloads, and explain what it says.')
    .argument('<webhook>', 'its id, a beginning of it, or its name')
    .addOption(eventsOption('these events (default: all of the webhook)'))
    .option('--to <url>', "where to, in place of the webhook's own URL", read(parseDeliveryUrl))
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
          ['logto-hooks tenant test my-webhook', 'every event it is subscribed to'],
          ['logto-hooks tenant test my-webhook -e User.Created', 'one'],
        ],
        terminal.out.style,
      ),
    )
    .action(async (webhook, options) => {
      const { testWebhook } = await import('./test.ts');
      await testWebhook(webhook, options, terminal);
    });
}
