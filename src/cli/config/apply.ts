import type { CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { UsageError } from '../../core/errors.ts';
import { readEnvFiles } from '../../core/workspace/env/read.ts';
import { messageOf } from '../argument-error.ts';
import type { Terminal } from '../terminal/index.ts';
import { parseConfig } from './parse.ts';
import type { Config } from './schema.ts';

type Section = Exclude<keyof Config, '$schema'>;

/** Environment variables that take precedence over a key, because its flag has precedence over them. */
const variablesOf: Readonly<Record<string, readonly string[]>> = {
  logto: ['LOGTO_VERSION'],
  profile: ['LOGTO_PROFILE', 'LOGTO_ENDPOINT', 'LOGTO_AUTH'],
};

/** Flags that take precedence over a key of another name. */
const flagsOver: Readonly<Record<string, readonly string[]>> = { profile: ['endpoint', 'auth'] };

/**
 * Sets the options that the command line and the environment leave open from a section of
 * `logto-hooks.config.json`.
 * @param text the content of the file
 * @param file its name, for messages
 * @throws UsageError if the file is invalid
 */
export function applyConfig(
  { text, file }: { text: string; file: string },
  section: Section,
  command: CommandUnknownOpts,
  { env, cwd }: Pick<Terminal, 'cwd' | 'env'>,
): void {
  const settings = parseConfig(text, file)[section] ?? {};
  for (const [key, value] of Object.entries(settings)) {
    const option = command.options.find((one) => one.name() === key);
    if (!option || isSet(command, option) || isInEnvironment(key, env, cwd)) continue;
    if ((flagsOver[key] ?? []).some((flag) => command.getOptionValue(flag) !== undefined)) continue;
    setOption(command, option, value, `${file}: ${section}.${key}`);
  }
}

function isSet(command: CommandUnknownOpts, option: Option): boolean {
  return command.getOptionValueSource(option.attributeName()) === 'cli';
}

function isInEnvironment(key: string, env: Terminal['env'], cwd: string): boolean {
  const names = variablesOf[key] ?? [];
  const inFiles = () => (key === 'profile' ? readEnvFiles(cwd) : []);
  return names.some(
    (name) => env[name] || inFiles().some(({ variables }) => Boolean(variables[name])),
  );
}

/** Sets an option from a key of the file. @param place names the key, for messages */
function setOption(
  command: CommandUnknownOpts,
  option: Option,
  value: unknown,
  place: string,
): void {
  const parsed = parseSetting(option, value, place);
  if (parsed !== undefined) {
    command.setOptionValueWithSource(option.attributeName(), parsed, 'config');
  }
}

/** Returns the value that the option has when a user gives the flag; undefined if the flag is not given. */
function parseSetting(option: Option, value: unknown, place: string): unknown {
  if (value === true) return !option.negate;
  if (value === false) return option.optional ? false : undefined;
  if (isReasons(option, value)) return value;
  let parsed: unknown;
  for (const text of textsOf(value)) parsed = parseValue(option, text, parsed, place);
  return parsed;
}

/** Returns whether a value is the object form of `skip`, which keeps the reasons. */
function isReasons(option: Option, value: unknown): boolean {
  return option.name() === 'skip' && typeof value === 'object' && !Array.isArray(value);
}

/** Returns the texts that a user would type after the flag, once for each. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.entries(value).map(([name, content]) => `${name}: ${content}`);
}

function parseValue(option: Option, text: string, previous: unknown, place: string): unknown {
  if (!option.parseArg) return text;
  try {
    return option.parseArg(text, previous);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UsageError(`${place}: ${messageOf(error)}`, undefined, { cause: error });
  }
}
