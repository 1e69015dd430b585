import type { Command } from '@commander-js/extra-typings';
import { logtoOption } from '../../cli/logto-version.ts';
import { jsonOption } from '../../cli/options.ts';
import { examples } from '../../cli/output/examples.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import { yesOption } from '../commands/options.ts';
import { addConnectionOptions } from '../connection-options.ts';

export function defineTrigger(tenant: Command, terminal: Terminal): void {
  addConnectionOptions(
    tenant
      .command('trigger')
      .description('Make the tenant emit real events, with temporary objects')
      .argument('[events...]', "Events: User.Created, 'Organization.*'")
      .option('--all', 'Every event that a call can cause')
      .option('--keep', 'Do not delete the objects')
      .option('--dry-run', 'List the calls without making them')
      .addOption(logtoOption)
      .addOption(yesOption),
  )
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks tenant trigger User.Created', 'creates and deletes a user'],
          ['logto-hooks tenant trigger --all --dry-run', 'the calls it would make'],
          ["logto-hooks tenant trigger 'Organization.*' --json", 'in a script'],
        ],
        terminal.out.style,
      ),
    )
    .action(async (events, options) => {
      const { trigger } = await import('./run.ts');
      await trigger(events, options, terminal);
    });
}
