import type { Command } from '@commander-js/extra-typings';
import type { DefineCommand } from '../cli/definition.ts';
import {
  failedOption,
  historyEventsOption,
  jsonOption,
  read,
  sinceOption,
} from '../cli/options.ts';
import { examples } from '../cli/output/examples.ts';
import type { Terminal } from '../cli/terminal/index.ts';
import { UsageError } from '../core/errors.ts';
import { parseStatusFilter } from '../core/history/filter.ts';
import { suggest } from '../core/suggest.ts';
import { parseInteger } from '../core/units.ts';

// The code that reads the history is imported by the actions, which keeps `--help` fast.

export const defineHistory: DefineCommand = (command, terminal) => {
  command.helpCommand(false).addHelpText('after', examples(historyExamples, terminal.out.style));
  for (const define of [defineList, defineSearch, defineShow, defineExport, defineClear]) {
    define(command, terminal);
  }
};

function defineList(history: Command, terminal: Terminal): void {
  addFilters(history.command('list', { isDefault: true }))
    .description('List received deliveries, newest last (default)')
    .allowExcessArguments()
    .addHelpText('after', examples(historyExamples, terminal.out.style))
    .action(async (options, { args: [word] }) => {
      if (word !== undefined) throw strayWord(word);
      const { listHistory } = await import('./output.ts');
      await listHistory(options, terminal);
    });
}

function defineSearch(history: Command, terminal: Terminal): void {
  addFilters(history.command('search <text>'))
    .description('List deliveries with this text in their body')
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks history search ada@example.com', 'everything about a user'],
          [
            "logto-hooks history search u3k9 -e 'User.*' --since 1d",
            'of these events, since yesterday',
          ],
        ],
        terminal.out.style,
      ),
    )
    .action(async (text, options) => {
      const { listHistory } = await import('./output.ts');
      await listHistory({ ...options, text }, terminal);
    });
}

function addFilters<Args extends unknown[]>(command: Command<Args>) {
  return command
    .addOption(historyEventsOption)
    .addOption(failedOption)
    .addOption(sinceOption)
    .option(
      '--status <status>',
      'Only deliveries with this status or class: 401, 5xx',
      read(parseStatusFilter),
    )
    .option('--route <text>', 'Only deliveries whose path or forward URL contains this')
    .option('--key <text>', 'Only deliveries verified with this key: #2, .env')
    .option(
      '--limit <n>',
      'Show only the newest n',
      read((text) => parseInteger(text, 1)),
    )
    .addOption(jsonOption);
}

function defineShow(history: Command, terminal: Terminal): void {
  history
    .command('show <id>')
    .description('Show one delivery with its headers, body and attempts')
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [['logto-hooks history show 6bs', 'a prefix of the ID is enough']],
        terminal.out.style,
      ),
    )
    .action(async (id, { json = false }) => {
      const { showDelivery } = await import('./output.ts');
      await showDelivery(id, json, terminal);
    });
}

function defineExport(history: Command, terminal: Terminal): void {
  history
    .command('export')
    .description('Export all deliveries, one JSON object per line')
    .option('--output-file <file>', 'Write to this file (mode 0600)')
    .addHelpText(
      'after',
      examples(
        [['logto-hooks history export > history.ndjson', 'with headers, bodies and attempts']],
        terminal.out.style,
      ),
    )
    .action(async ({ outputFile }) => {
      const { exportHistory } = await import('./output.ts');
      await exportHistory(outputFile, terminal);
    });
}

function defineClear(history: Command, terminal: Terminal): void {
  history
    .command('clear')
    .description('Delete all deliveries')
    .option('-y, --yes', 'Do not ask for confirmation')
    .addHelpText(
      'after',
      examples([['logto-hooks history clear --yes', 'in a script']], terminal.out.style),
    )
    .action(async ({ yes = false }) => {
      const { clearHistory } = await import('./output.ts');
      await clearHistory(yes, terminal);
    });
}

function strayWord(word: string): UsageError {
  const guess = suggest(word, ['list', 'search', 'show', 'export', 'clear']);
  return new UsageError(
    `Unknown command 'history ${word}'.`,
    guess
      ? `Did you mean ${guess}?`
      : `To show one delivery, run: logto-hooks history show ${word}`,
  );
}

const historyExamples = [
  ['logto-hooks history', 'all deliveries, newest last'],
  ['logto-hooks history --failed --since 1h', 'recent failures'],
  ["logto-hooks history -e 'User.*' --limit 20", 'some of them'],
  ['logto-hooks history --status 5xx --route /webhooks', 'by status and path'],
  ['logto-hooks history search ada@example.com', 'by the text of the body'],
  ['logto-hooks history show 6bsn1p51', 'one in detail'],
  ['logto-hooks history export > history.ndjson', 'for other tools'],
] as const;
