import type { Command } from '@commander-js/extra-typings';
import { jsonOption } from '../../cli/options.ts';
import { examples } from '../../cli/output/examples.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import { addConnectionOptions } from '../connection-options.ts';
import {
  concurrencyOption,
  eventsOption,
  maxFailuresOption,
  rateOption,
  targetOption,
  webhookArgument,
  yesOption,
} from './options.ts';

export function defineReconcile(tenant: Command, terminal: Terminal): void {
  addConnectionOptions(
    tenant
      .command('reconcile')
      .description('Detect events the receiver missed and send them')
      .argument(...webhookArgument)
      .requiredOption(
        '--state <file|command>',
        'Users and organizations the receiver has, as NDJSON: a file, -, or a command',
      )
      .addOption(eventsOption('Only these events'))
      .addOption(targetOption)
      .option('--dry-run', 'List missing events without sending')
      .addOption(concurrencyOption)
      .addOption(rateOption)
      .addOption(maxFailuresOption)
      .addOption(yesOption),
  )
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
'x-logto-hooks: reconcile'. For a deleted user, only the ID is known.`;
