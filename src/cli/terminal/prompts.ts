import checkbox from '@inquirer/checkbox';
import input from '@inquirer/input';
import select from '@inquirer/select';
import type { Display } from './display.ts';

interface Option<Value extends string> {
  readonly value: Value;
  /** One line on what it is. */
  readonly summary: string;
}

/** Questions with an answer that is there already: Enter takes it. */
export interface Prompts {
  /** @param validate says what is wrong with a text, or gives true */
  text(message: string, preset: string, validate: (text: string) => string | true): Promise<string>;
  /** One of the options; the first is preset. */
  one<Value extends string>(message: string, options: readonly Option<Value>[]): Promise<Value>;
  /** Any number of the options, none is preset. */
  several<Value extends string>(
    message: string,
    options: readonly Option<Value>[],
  ): Promise<Value[]>;
  /** Yes is preset. */
  agree(message: string): Promise<boolean>;
}

/** The prompts, drawn on `output`. */
export function createPrompts(output: NodeJS.WritableStream, display: Display): Prompts {
  const context = { output };
  const choicesOf = <Value extends string>(options: readonly Option<Value>[]) => {
    const width = Math.max(...options.map(({ value }) => value.length));
    return options.map(({ value, summary }) => ({
      value,
      name: display.line(`${value.padEnd(width)}  ${summary}`),
      short: display.line(value),
    }));
  };
  return {
    async text(message, preset, validate) {
      const shown = display.line(preset);
      const toValue = (text: string) => (text === shown ? preset : text);
      const check = (text: string) => {
        const verdict = validate(toValue(text));
        return verdict === true || display.line(verdict);
      };
      const question = { message: display.line(message), default: shown, validate: check };
      return toValue(await input(question, context));
    },
    one: (message, options) =>
      select(
        {
          message: display.line(message),
          choices: choicesOf(options),
          pageSize: options.length,
        },
        context,
      ),
    several: (message, options) =>
      checkbox(
        {
          message: display.line(message),
          choices: choicesOf(options),
          pageSize: options.length,
        },
        context,
      ),
    agree: (message) =>
      select(
        {
          message: display.line(message),
          choices: [
            { name: 'yes', value: true },
            { name: 'no', value: false },
          ],
        },
        context,
      ),
  };
}
