import type { Command } from '@commander-js/extra-typings';
import { jsonOption, read } from '../../cli/options.ts';
import { examples } from '../../cli/output/examples.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import { addConnectionOptions } from '../connection-options.ts';
import { eventsOption, parseDeliveryUrl, webhookArgument } from './options.ts';

export function defineWebhooks(tenant: Command, terminal: Terminal): void {
  addConnectionOptions(
    tenant.command('webhooks').description('List webhooks with their 24-hour success rate'),
  )
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks tenant webhooks', 'with URL, events and success rate'],
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
  addConnectionOptions(
    tenant
      .command('test')
      .description('Let Logto send test payloads and explain the result')
      .argument(...webhookArgument)
      .addOption(eventsOption('Events (default: all of the webhook)'))
      .option('--to <url>', "Send to this URL instead of the webhook's", read(parseDeliveryUrl)),
  )
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks tenant test my-webhook', 'every event of the webhook'],
          ['logto-hooks tenant test my-webhook -e User.Created', 'one event'],
        ],
        terminal.out.style,
      ),
    )
    .action(async (webhook, options) => {
      const { testWebhook } = await import('./test.ts');
      await testWebhook(webhook, options, terminal);
    });
}
