import type { DefineCommand } from '../cli/definition.ts';
import { logtoOption, wantedLogtoVersion } from '../cli/logto-version.ts';
import { collect } from '../cli/options.ts';
import { examples } from '../cli/output/examples.ts';

/** What most receivers handle first. */
const defaultEvents = ['PostRegister', 'User.Data.Updated', 'User.Deleted'];

export const defineAdd: DefineCommand = (command, terminal) => {
  command
    .argument('[framework]', 'Framework (default: detected from your app)')
    .option(
      '-e, --events <patterns>',
      `Events to handle (repeatable, default: ${defaultEvents.join(',')})`,
      collect(String),
    )
    .option('--route <path>', 'Path of the route', '/webhooks/logto')
    .addOption(logtoOption)
    .option('--dry-run', 'Show the changes and write nothing')
    .option('-y, --yes', 'Write without asking')
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks add --dry-run', 'Show what would change'],
          ['logto-hooks add --yes', 'Add a route to the app in this directory'],
          ["logto-hooks add fastify -e 'User.*' --route /hooks/logto", 'Choose'],
        ],
        terminal.out.style,
      ),
    )
    .action(async (framework, { events, route, logto, dryRun = false, yes = false }) => {
      const { runAdd } = await import('./run.ts');
      const version = wantedLogtoVersion(logto, terminal.env);
      const options = { framework, events: events ?? defaultEvents, route, version, dryRun, yes };
      await runAdd(options, terminal);
    });
};
