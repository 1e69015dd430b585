import type { DefineCommand } from '../cli/definition.ts';
import { logtoOption, wantedLogtoVersion } from '../cli/logto-version.ts';
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
    .argument('[directory]', 'Project directory (default: logto-webhooks)')
    .option(
      '-t, --template <name>',
      `Framework: ${templates.map(({ value }) => value).join(', ')} (default: node)`,
      read(parseTemplate),
    )
    .option(
      '-r, --recipes <list>',
      `Recipes, comma-separated: ${recipes.map(({ value }) => value).join(', ')}`,
      read(parseRecipes),
    )
    .option('--minimal', 'Create only three source files and a test, without dependencies')
    .option(
      '--queue <name>',
      `Job queue: ${queues.map(({ value }) => value).join(', ')} (default: memory)`,
      read(parseQueue),
    )
    .option(
      '--pm <name>',
      `Package manager: ${packageManagers.join(', ')} (default: the one that runs this)`,
      read(parsePackageManager),
    )
    .addOption(logtoOption)
    .option('-i, --install', 'Install dependencies (default)')
    .option('--no-install', 'Skip installing dependencies')
    .option('--git', 'Initialize a git repository (default)')
    .option('--no-git', 'Skip initializing a git repository')
    .option('-y, --yes', 'Use the defaults without prompting')
    .option('--force', 'Write missing files to a non-empty directory; existing files are kept')
    .option('--dry-run', 'List the files without writing them')
    .addOption(jsonOption)
    .addHelpText('after', examples(initExamples, terminal.out.style))
    .action(async (directory, { logto, ...options }) => {
      const logtoVersion = wantedLogtoVersion(logto, terminal.env);
      const { runInit } = await import('./run.ts');
      await runInit({ ...options, directory, logtoVersion }, terminal);
    });
};

const initExamples = [
  ['logto-hooks init', 'choose interactively'],
  ['logto-hooks init my-webhooks --yes', 'use the defaults'],
  ['logto-hooks init my-webhooks -t express -r welcome-email,audit-log', 'with two recipes'],
  ['logto-hooks init my-webhooks --queue postgres', 'lose no event in a crash'],
  ['logto-hooks init my-webhooks --minimal', 'three source files and a test'],
  ['logto-hooks init my-webhooks --logto 1.36', 'only the events and fields of that version'],
  ['logto-hooks init . --force', 'write missing files here'],
  ['logto-hooks init my-webhooks -t hono --dry-run', 'list the files'],
] as const;
