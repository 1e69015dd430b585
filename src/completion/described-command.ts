import type { Argument, CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { eventNames } from '../core/logto/events.ts';

/** A command as far as completion knows it, read from its definition. */
export interface DescribedCommand {
  readonly name: string;
  /** The words that call it, without the program's name: `['events', 'show']`. */
  readonly path: readonly string[];
  readonly summary: string;
  readonly options: readonly DescribedOption[];
  readonly arguments: readonly DescribedValue[];
  readonly subcommands: readonly DescribedCommand[];
}

export interface DescribedOption {
  /** The short one first, where there is one: `['-e', '--events']`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** None for a switch. */
  readonly value: DescribedValue | undefined;
}

export interface DescribedValue {
  readonly name: string;
  readonly required: boolean;
  readonly variadic: boolean;
  /** The words it can be, or what of the file system; nothing is known of other values. */
  readonly candidates: readonly string[] | 'files' | 'directories' | 'unknown';
}

/**
 * Describes a command and all below it. What a value can be is read from its `choices`, or else
 * from its name: `event`, `events` and `patterns` are event names, `file` (also `file|-`) and
 * `directory` or `dir` are what they say.
 */
export function describeCommand(
  command: CommandUnknownOpts,
  path: readonly string[] = [],
): DescribedCommand {
  const help = command.createHelp();
  return {
    name: command.name(),
    path,
    summary: help.subcommandDescription(command),
    options: help.visibleOptions(command).map(describeOption),
    arguments: command.registeredArguments.map(describeArgument),
    subcommands: help
      .visibleCommands(command)
      .map((subcommand) => describeCommand(subcommand, [...path, subcommand.name()])),
  };
}

/** A command and all below it, in depth first order. */
export function withSubcommands(command: DescribedCommand): DescribedCommand[] {
  return [command, ...command.subcommands.flatMap(withSubcommands)];
}

function describeOption(option: Option): DescribedOption {
  const { short, long, description, required, optional, variadic, argChoices } = option;
  const name = /[<[]([^>\].]+)/.exec(option.flags)?.[1] ?? '';
  return {
    flags: [short, long].filter((flag) => flag !== undefined),
    description,
    value:
      required || optional
        ? { name, required, variadic, candidates: candidatesOf(name, argChoices) }
        : undefined,
  };
}

function describeArgument(argument: Argument): DescribedValue {
  const { required, variadic, argChoices } = argument;
  const name = argument.name();
  return { name, required, variadic, candidates: candidatesOf(name, argChoices) };
}

function candidatesOf(
  name: string,
  choices: readonly string[] | undefined,
): DescribedValue['candidates'] {
  if (choices) return choices;
  if (/^(?:events?|patterns)$/.test(name)) return eventNames;
  if (/^file\b/.test(name)) return 'files';
  return /^dir(?:ectory)?$/.test(name) ? 'directories' : 'unknown';
}
