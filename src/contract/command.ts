import { Option } from '@commander-js/extra-typings';
import type { DefineCommand } from '../cli/definition.ts';
import { headerOption } from '../cli/header-option.ts';
import { collect, insecureOption, read, signingKeyOption } from '../cli/options.ts';
import { examples } from '../cli/output/examples.ts';
import { parseEndpoint } from '../core/http/parse-url.ts';
import { parseDuration } from '../core/units.ts';
import { listChecks } from './list-command.ts';
import { parseOutputFile, parseReporters, reporterNames } from './reporters/reporters.ts';
import { runTest } from './run-command.ts';
import { loadSettings } from './settings.ts';

export const defineTest: DefineCommand = (command, terminal) => {
  command
    .addOption(
      new Option('--to <url>', 'the receiver: 3000, localhost:3000/webhook, https://…').argParser(
        read(parseEndpoint),
      ),
    )
    .option('--start <command>', 'start the receiver with this command, and end it afterwards')
    .option(
      '--wait <duration>',
      'how long it may take to start (default: 30s)',
      read(parseDuration),
    )
    .option('--only <checks>', 'only these checks: ids, groups, globs; repeatable', collect(String))
    .option('--skip <checks>', 'all but these checks, repeatable', collect(String))
    .option(
      '-e, --events <patterns>',
      'the events it subscribes to, repeatable: PostSignIn, User.*',
      collect(String),
    )
    .option('--strict', 'let warnings fail the run, too')
    .option(
      '--reporter <names>',
      `one or several of ${reporterNames.join(', ')} (default: pretty)`,
      read(parseReporters),
    )
    .option(
      '--output-file <file>',
      'write the report to a file; junit=report.xml for one of several, repeatable',
      collect(parseOutputFile),
    )
    .option('--json', 'the same as --reporter json')
    .option('--list', 'print the checks, run nothing')
    .option('--config <file>', 'the settings (default: logto-hooks.config.json, if there)')
    .addOption(headerOption)
    .option(
      '--timeout <duration>',
      'how long to wait for an answer (default: 10s, as Logto)',
      read(parseDuration),
    )
    .addOption(insecureOption)
    .addOption(signingKeyOption)
    .addHelpText('after', examples(testExamples, terminal.out.style))
    .action(async (options) => {
      const settings = await loadSettings(options, terminal);
      if (options.list) return listChecks(settings, options.json ?? false, terminal);
      await runTest(settings, terminal);
    });
};

const testExamples = [
  ['logto-hooks test --to 3000/webhook', 'every check, against a running receiver'],
  ["logto-hooks test --to 3000 --start 'npm start'", 'start it, test it, end it'],
  ["logto-hooks test --to 3000 -e 'User.*' --only accepts,rejects", 'some of it'],
  ['logto-hooks test --to 3000 --skip bytes/whitespace', 'all but one'],
  [
    'logto-hooks test --to 3000 --reporter pretty,junit --output-file junit=report.xml',
    'for people and for CI',
  ],
  ['logto-hooks test --list', 'what is checked'],
] as const;
