import { Option } from '@commander-js/extra-typings';
import type { DefineCommand } from '../cli/definition.ts';
import { headerOption } from '../cli/header-option.ts';
import { logtoOption } from '../cli/logto-version.ts';
import { collect, insecureOption, read, signingKeyOption } from '../cli/options.ts';
import { examples } from '../cli/output/examples.ts';
import { parseEndpoint } from '../core/http/parse-url.ts';
import { parseDuration, parseInteger } from '../core/units.ts';
import { listChecks } from './list-command.ts';
import { parseOutputFile, parseReporters, reporterNames } from './reporters/reporters.ts';
import { runTest } from './run-command.ts';
import { loadSettings, maxSeed } from './settings.ts';

export const defineTest: DefineCommand = (command, terminal) => {
  command
    .addOption(
      new Option(
        '--to <url>',
        'Receiver to test: 3000, localhost:3000/webhook, https://…',
      ).argParser(read(parseEndpoint)),
    )
    .option('--start <command>', 'Start the receiver with this command and stop it afterwards')
    .option(
      '--wait <duration>',
      'Time the receiver may take to start (default: 30s)',
      read(parseDuration),
    )
    .option(
      '--only <checks>',
      'Run only these checks (repeatable): IDs, groups, globs',
      collect(String),
    )
    .option('--skip <checks>', 'Skip these checks (repeatable)', collect(String))
    .option(
      '-e, --events <patterns>',
      'Events the receiver subscribes to (repeatable): PostSignIn, User.*',
      collect(String),
    )
    .addOption(logtoOption)
    .option(
      '--fuzz <n>',
      'Also send this many generated payloads',
      read((text) => parseInteger(text, 1, 1_000_000)),
    )
    .option(
      '--seed <s>',
      'Seed of the generated payloads (default: random)',
      read((text) => parseInteger(text, 0, maxSeed)),
    )
    .option('--strict', 'Exit with 1 on warnings, too')
    .option(
      '--reporter <names>',
      `Report as ${reporterNames.join(', ')} (default: pretty)`,
      read(parseReporters),
    )
    .option(
      '--output-file <file>',
      'Write the report to a file (repeatable): report.xml, junit=report.xml',
      collect(parseOutputFile),
    )
    .option('--json', 'Same as --reporter json')
    .option('--list', 'List the checks without running them')
    .option('--config <file>', 'Settings file (default: logto-hooks.config.json)')
    .addOption(headerOption)
    .option(
      '--timeout <duration>',
      'Time to wait for a response (default: 10s, like Logto)',
      read(parseDuration),
    )
    .addOption(insecureOption)
    .addOption(signingKeyOption)
    .addHelpText('after', examples(testExamples, terminal.out.style))
    .action(async (options) => {
      const settings = loadSettings(options, terminal);
      if (options.list) return listChecks(settings, options.json ?? false, terminal);
      await runTest(settings, terminal);
    });
};

const testExamples = [
  ['logto-hooks test --to 3000/webhook', 'Run all checks against a running receiver'],
  ["logto-hooks test --to 3000 --start 'npm start'", 'Start it, test it, stop it'],
  [
    "logto-hooks test --to 3000 -e 'User.*' --only accepts,rejects",
    'Run two groups for some events',
  ],
  ['logto-hooks test --to 3000 --fuzz 1000', 'Add 1,000 generated payloads'],
  ['logto-hooks test --to 3000 --skip bytes/whitespace', 'Skip one check'],
  [
    'logto-hooks test --to 3000 --reporter pretty,junit --output-file junit=report.xml',
    'Report to the terminal and to CI',
  ],
  ['logto-hooks test --list', 'List the checks'],
] as const;
