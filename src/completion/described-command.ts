import type { CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { eventNames } from '../core/logto/events.ts';

/** The parts of a command's definition that completion needs. */
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
  /** The short one first: `['-e', '--events']`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Undefined for a flag without a value. */
  readonly value: DescribedValue | undefined;
}

export interface DescribedValue {
  readonly name: string;
  readonly required: boolean;
  readonly variadic: boolean;
  readonly candidates: Candidates;
}

/** The words that a value can be, or where the shell finds them when the user presses Tab. */
type Candidates =
  | readonly string[]
  | 'files'
  | 'directories'
  | 'unknown'
  | {
      readonly kind: ValueKind;
      /** Any directory can be the value, too. */
      readonly directories?: true;
    };

/** Values that the shell asks the program for, because they change. */
export const valueKinds = [
  'deliveries',
  'fixtures',
  'hosts',
  'profiles',
  'variants',
  'webhooks',
] as const;
export type ValueKind = (typeof valueKinds)[number];

/** Values that other commands define, by kind. */
export interface KnownValues {
  readonly checks: readonly string[];
  readonly recipes: readonly string[];
  readonly reporters: readonly string[];
}

const noValues: KnownValues = { checks: [], recipes: [], reporters: [] };

/**
 * Describes a command and its subcommands. The values of an option or argument are its `choices`, or follow
 * from its name: `event`, `events` and `patterns` are event names, `id` and `ids` are deliveries, `file` and
 * `dir` are paths.
 */
export function describeCommand(
  command: CommandUnknownOpts,
  known: KnownValues = noValues,
  path: readonly string[] = [],
): DescribedCommand {
  const help = command.createHelp();
  return {
    name: command.name(),
    path,
    summary: help.subcommandDescription(command),
    options: help.visibleOptions(command).map((option) => describeOption(option, known, path)),
    arguments: command.registeredArguments.map((argument) => {
      const { required, variadic, argChoices: choices } = argument;
      const name = argument.name();
      return { name, required, variadic, candidates: candidatesOf({ name, choices, path }, known) };
    }),
    subcommands: help
      .visibleCommands(command)
      .map((subcommand) => describeCommand(subcommand, known, [...path, subcommand.name()])),
  };
}

/** Returns a command and its subcommands, depth first. */
export function withSubcommands(command: DescribedCommand): DescribedCommand[] {
  return [command, ...command.subcommands.flatMap(withSubcommands)];
}

function describeOption(
  option: Option,
  known: KnownValues,
  path: readonly string[],
): DescribedOption {
  const { short, long, description, required, optional, variadic, argChoices: choices } = option;
  const name = /[<[]([^>\].]+)/.exec(option.flags)?.[1] ?? '';
  const candidates = candidatesOf({ name, choices, path, flag: long }, known);
  return {
    flags: [short, long].filter((flag) => flag !== undefined),
    description,
    value: required || optional ? { name, required, variadic, candidates } : undefined,
  };
}

interface ValueContext {
  readonly name: string;
  readonly choices: readonly string[] | undefined;
  /** Of the command. */
  readonly path: readonly string[];
  /** The option's long flag. */
  readonly flag?: string | undefined;
}

function candidatesOf({ name, choices, path, flag }: ValueContext, known: KnownValues): Candidates {
  if (choices) return choices;
  if (/^(?:events?|patterns)$/.test(name)) return eventNames;
  if (/^file\b/.test(name)) return 'files';
  if (flag === '--fixtures') return { kind: 'fixtures', directories: true };
  if (/^dir(?:ectory)?$/.test(name)) return 'directories';
  if (name === 'checks') return known.checks;
  if (name === 'webhook') return { kind: 'webhooks' };
  // The ids of `tenant redeliver` are the tenant's.
  if (/^ids?$/.test(name) && path[0] !== 'tenant') return { kind: 'deliveries' };
  return candidatesOfFlag(flag, known) ?? 'unknown';
}

function candidatesOfFlag(flag: string | undefined, known: KnownValues): Candidates | undefined {
  switch (flag) {
    case '--recipes':
      return known.recipes;
    case '--reporter':
      return known.reporters;
    case '--variant':
      return { kind: 'variants' };
    case '--mirror':
      return { kind: 'hosts' };
    case '--profile':
      return { kind: 'profiles' };
    default:
      return undefined;
  }
}
