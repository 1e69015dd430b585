import search from '@inquirer/search';

export interface Choice {
  readonly value: string;
  readonly description: string;
}

/** Lets the user pick one of `choices` by typing a part of it. */
export function pick(
  message: string,
  choices: readonly Choice[],
  output: NodeJS.WritableStream,
): Promise<string> {
  const source = (term = '') => {
    const wanted = term.toLowerCase();
    return choices.filter(({ value }) => value.toLowerCase().includes(wanted));
  };
  return search({ message, source }, { output });
}
