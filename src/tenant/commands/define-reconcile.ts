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
  yesOption,
} from './options.ts';

const positive = read((text) => parseInteger(text, 1));

export function defineReconcile(tenant: Command, terminal: Terminal): void {
  tenant
    .command('reconcile')
    .description('Detect events the receiver missed and send them')
    .argument('<webhook>', 'Webhook id, the beginning of it, or name')
    .requiredOption(
      '--state <file|command>',
      'Users and organizations the receiver has, as NDJSON: a file, -, or a command',
    )
    .addOption(eventsOption('Only these events'))
    .option('--to <url>', "Target URL (default: the webhook's URL)", read(parseDeliveryUrl))
    .option('--dry-run', 'List missing events without sending')
    .option(
      '--concurrency <n>',
      'Concurrent deliveries (more than 1 changes their order)',
      read((text) => parseInteger(text, 1, 1000)),
      1,
    )
    .option('--rate <n>', 'Maximum deliveries per second', positive)
    .option('--max-failures <n>', 'Stop after this many failures in a row', positive, 5)
    .addOption(yesOption)
    .addOption(endpointOption)
    .addOption(authOption)
    .addOption(resourceOption)
    .addOption(timeoutOption)
    .addOption(insecureOption)
    .addOption(jsonOption)
    .addHelpText('after', stateHelp)
    .addHelpText(
      'after',
      examples(
        [
          [
            'logto-hooks tenant reconcile shop --state users.ndjson --dry-run',
            'list missing events',
          ],
          ["logto-hooks tenant reconcile shop --state 'npm run -s dump-users'", 'send them'],
          [
            'logto-hooks tenant reconcile shop --state - --to 3000 < state.ndjson',
            'to your local app',
          ],
        ],
        terminal.out.style,
      ),
    )
    .action(async (webhook, options) => {
      const { reconcile } = await import('./reconcile.ts');
      await reconcile(webhook, options, terminal);
    });
}

const stateHelp = `
The state has a line for each user and organization that the receiver has:
  {"type":"user","id":"u3k9mzq0w1ab","updatedAt":1795373776420}
  {"type":"organization","id":"mj0u2ulyymsa"}
Times can be epoch milliseconds, seconds or ISO 8601. Every event that is sent has the header
'x-logto-hooks: reconcile'. Only the id of a deleted user is known.`;
