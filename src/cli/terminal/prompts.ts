import checkbox from '@inquirer/checkbox';
import input from '@inquirer/input';
import select from '@inquirer/select';

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
export function createPrompts(output: NodeJS.WritableStream): Prompts {
  const context = { output };
  return {
    text: (message, preset, validate) => input({ message, default: preset, validate }, context),
    one: (message, options) =>
      select({ message, choices: choicesOf(options), pageSize: options.length }, context),
    several: (message, options) =>
      checkbox({ message, choices: choicesOf(options), pageSize: options.length }, context),
    agree: (message) =>
      select(
        {
          message,
          choices: [
            { name: 'yes', value: true },
            { name: 'no', value: false },
          ],
        },
        context,
      ),
  };
}

function choicesOf<Value extends string>(options: readonly Option<Value>[]) {
  const width = Math.max(...options.map(({ value }) => value.length));
  return options.map(({ value, summary }) => ({
    value,
    name: `${value.padEnd(width)}  ${summary}`,
    short: value,
  }));
}
