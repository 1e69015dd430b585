import search from '@inquirer/search';
import type { Display } from './display.ts';

export interface Choice {
  readonly value: string;
  readonly description: string;
}

/** Lets the user pick one of `choices` by typing a part of it. */
export function pick(
  message: string,
  choices: readonly Choice[],
  output: NodeJS.WritableStream,
  display: Display,
): Promise<string> {
  const source = (term = '') => {
    const wanted = term.toLowerCase();
    return choices
      .filter(({ value }) => value.toLowerCase().includes(wanted))
      .map(({ value, description }) => ({
        value,
        name: display.line(value),
        description: display.line(description),
      }));
  };
  return search({ message: display.line(message), source }, { output });
}
