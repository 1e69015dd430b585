import type { DefineCommand } from '../cli/definition.ts';
import { jsonOption, read } from '../cli/options.ts';
import { examples } from '../cli/output/examples.ts';
import {
  packageManagers,
  parsePackageManager,
  parseQueue,
  parseRecipes,
  parseTemplate,
  queues,
  recipes,
  templates,
} from './choices.ts';

export const defineInit: DefineCommand = (command, terminal) => {
  command
    .argument('[directory]', 'where to make it (default: logto-webhooks)')
    .option(
      '-t, --template <name>',
      `what it is served by: ${templates.map(({ value }) => value).join(', ')} (default: node)`,
      read(parseTemplate),
    )
    .option(
      '-r, --recipes <list>',
      `what it does, several with commas: ${recipes.map(({ value }) => value).join(', ')}`,
      read(parseRecipes),
    )
    .option(
      '--queue <name>',
      `where work waits: ${queues.map(({ value }) => value).join(', ')} (default: memory)`,
      read(parseQueue),
    )
    .option(
      '--pm <name>',
      `the package manager: ${packageManagers.join(', ')} (default: the one that runs this)`,
      read(parsePackageManager),
    )
    .option('-i, --install', 'install its packages (default)')
    .option('--no-install', 'do not')
    .option('--git', 'make it a git repository (default)')
    .option('--no-git', 'do not')
    .option('-y, --yes', 'ask nothing, take what is preset')
    .option('--force', 'add to a directory that is not empty; files that are there are kept')
    .option('--dry-run', 'list the files, make nothing')
    .addOption(jsonOption)
    .addHelpText('after', examples(initExamples, terminal.out.style))
    .action(async (directory, options) => {
      const { runInit } = await import('./run.ts');
      await runInit({ ...options, directory }, terminal);
    });
};

const initExamples = [
  ['logto-hooks init', 'answer a few questions'],
  ['logto-hooks init my-webhooks --yes', 'ask nothing'],
  ['logto-hooks init my-webhooks -t express -r welcome-email,audit-log', 'with two recipes'],
  ['logto-hooks init my-webhooks --queue postgres', 'keep events through a crash'],
  ['logto-hooks init . --force', 'add to what is here'],
  ['logto-hooks init my-webhooks -t hono --dry-run', 'only list the files'],
] as const;
