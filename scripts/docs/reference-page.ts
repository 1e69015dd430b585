import { stripVTControlCharacters } from 'node:util';
import type { Argument, CommandUnknownOpts, Help, Option } from '@commander-js/extra-typings';
import { createTerminal } from '../../src/cli/terminal/index.ts';
import { loadProgram } from '../../src/program.ts';
import { escapeCell, escapeMarkdown } from './markdown.ts';

/** Returns the page about all commands in Markdown, from the definitions that `--help` prints. */
export async function renderReferencePage(): Promise<string> {
  const program = await loadProgram(await createTerminal());
  const commands = program.commands.toSorted((a, b) => a.name().localeCompare(b.name()));
  return `${[
    '# Commands',
    '',
    '<!-- Written by `npm run docs` from the program itself; a test keeps it up to date. -->',
    '',
    'Every command and option, as `--help` prints them. Data goes to stdout, everything else to stderr. See [Configuration](./configuration.md) for environment variables, files and exit codes.',
    '',
    ...table(
      ['Command', 'What it does'],
      commands.map((command) => [
        `[\`${command.name()}\`](#${command.name()})`,
        escapeCell(command.description()),
      ]),
    ),
    ...commands.flatMap((command) => renderCommand(command, [command.name()])),
  ].join('\n')}\n`;
}

/** Returns the sections of a command and of its subcommands. */
function renderCommand(command: CommandUnknownOpts, words: readonly string[]): string[] {
  const help = command.createHelp();
  const options = help.visibleOptions(command).filter(({ long }) => long !== '--help');
  return [
    ...['', `${'#'.repeat(words.length + 1)} ${words.join(' ')}`, ''],
    ...[escapeMarkdown(command.description()), ''],
    ...['```text', `logto-hooks ${[...words, command.usage()].join(' ')}`, '```'],
    ...argumentRows(help, help.visibleArguments(command)),
    ...optionGroups(options).flatMap(([title, members]) => optionRows(help, title, members)),
    ...fenced(textAfterHelp(command)),
    ...help
      .visibleCommands(command)
      .flatMap((subcommand) => renderCommand(subcommand, [...words, subcommand.name()])),
  ];
}

function argumentRows(help: Help, members: readonly Argument[]): string[] {
  if (members.length === 0) return [];
  const rows = members.map((argument) => [
    code(help.argumentTerm(argument)),
    escapeCell(help.argumentDescription(argument)),
  ]);
  return ['', ...table(['Argument', 'Meaning'], rows)];
}

/** Returns the options by the heading that `--help` shows them under, in its order. */
function optionGroups(options: readonly Option[]): [title: string, members: Option[]][] {
  const groups = new Map<string, Option[]>();
  for (const option of options) {
    const title = (option.helpGroupHeading ?? 'Option').replace(/:$/, '');
    groups.set(title, [...(groups.get(title) ?? []), option]);
  }
  return [...groups];
}

function optionRows(help: Help, title: string, members: readonly Option[]): string[] {
  const rows = members.map((option) => [
    code(help.optionTerm(option)),
    escapeCell(help.optionDescription(option)),
  ]);
  return ['', ...table([title, 'Meaning'], rows)];
}

/** Returns what `--help` prints below the options: details and examples. */
function textAfterHelp(command: CommandUnknownOpts): string {
  let text = '';
  command.configureOutput({
    writeOut(part) {
      text += part;
    },
  });
  command.outputHelp();
  const start = text.indexOf(command.helpInformation()) + command.helpInformation().length;
  return stripVTControlCharacters(text.slice(start));
}

function fenced(text: string): string[] {
  return text.trim() === '' ? [] : ['', '```text', text.trim(), '```'];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}
