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
    .description(
      "Find what the receiver should know and was never told, and tell it, as events in Logto's own shape.",
    )
    .argument('<webhook>', 'its id, a beginning of it, or its name')
    .requiredOption(
      '--state <file|command>',
      'what the receiver knows, as NDJSON: a file, - for standard input, or a command that prints it',
    )
    .addOption(eventsOption('only these events'))
    .option('--to <url>', "where to (default: the webhook's own URL)", read(parseDeliveryUrl))
    .option('--dry-run', 'list what would be told, send nothing')
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
    .addHelpText('after', stateHelp)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks tenant reconcile shop --state users.ndjson --dry-run', 'what is missing'],
          ["logto-hooks tenant reconcile shop --state 'npm run -s dump-users'", 'and tell it'],
          [
            'logto-hooks tenant reconcile shop --state - --to 3000 < state.ndjson',
            'to your app here',
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
The state has a line for each user and organization that the receiver knows:
  {"type":"user","id":"u3k9mzq0w1ab","updatedAt":1795373776420}
  {"type":"organization","id":"mj0u2ulyymsa"}
Times may be epoch milliseconds, seconds, or ISO 8601. Each event that is made up says so by the
header 'x-logto-hooks: reconcile'. Of a user who is gone only the id is known.`;
