import { checkbox, confirm, input, password, search, select } from '@inquirer/prompts';
import type { Display } from './display.ts';

export interface Choice<Value extends string> {
  readonly value: Value;
  /** One line of description. */
  readonly summary: string;
}

/** Prompts on standard error. Each rejects with an ExitPromptError at Ctrl+C. */
export interface Prompts {
  /**
   * Asks for a line of text. Enter takes the default.
   * @param validate returns true, or the problem with a text
   */
  text(
    message: string,
    defaultText: string,
    validate: (text: string) => string | true,
  ): Promise<string>;
  /** Asks for a secret, which is not shown. */
  secret(message: string): Promise<string>;
  /** Asks for one of the choices. The first is the default. */
  select<Value extends string>(message: string, choices: readonly Choice<Value>[]): Promise<Value>;
  /** Asks for any number of the choices. None is the default. */
  multiselect<Value extends string>(
    message: string,
    choices: readonly Choice<Value>[],
  ): Promise<Value[]>;
  /** Asks for one of the choices, found by typing a part of it. */
  search<Value extends string>(message: string, choices: readonly Choice<Value>[]): Promise<Value>;
  /** Asks a yes/no question. No is the default. */
  confirm(message: string): Promise<boolean>;
}

/** Returns the prompts, drawn on `output`. */
export function createPrompts(output: NodeJS.WritableStream, display: Display): Prompts {
  const context = { output };
  const configOf = <Value extends string>(message: string, choices: readonly Choice<Value>[]) => {
    const width = Math.max(...choices.map(({ value }) => value.length));
    return {
      message: display.line(message),
      choices: choices.map(({ value, summary }) => ({
        value,
        name: display.line(`${value.padEnd(width)}  ${summary}`),
        short: display.line(value),
      })),
      pageSize: choices.length,
    };
  };
  return {
    async text(message, defaultText, validate) {
      const shown = display.line(defaultText);
      const toValue = (text: string) => (text === shown ? defaultText : text);
      const check = (text: string) => {
        const result = validate(toValue(text));
        return result === true || display.line(result);
      };
      const config = { message: display.line(message), default: shown, validate: check };
      return toValue(await input(config, context));
    },
    secret: (message) => password({ message: display.line(message), mask: false }, context),
    select: (message, choices) => select(configOf(message, choices), context),
    multiselect: (message, choices) => checkbox(configOf(message, choices), context),
    search: (message, choices) =>
      search({ message: display.line(message), source: searchIn(choices, display) }, context),
    confirm: (message) => confirm({ message: display.line(message), default: false }, context),
  };
}

function searchIn<Value extends string>(choices: readonly Choice<Value>[], display: Display) {
  return (term = '') =>
    choices
      .filter(({ value }) => value.toLowerCase().includes(term.toLowerCase()))
      .map(({ value, summary }) => ({
        value,
        name: display.line(value),
        description: display.line(summary),
      }));
}
