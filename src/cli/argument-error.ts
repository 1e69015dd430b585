import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { UsageError } from '../core/errors.ts';
import { suggest } from '../core/suggest.ts';

/** Marks the start of our own message within commander's. Arguments cannot contain it. */
const ownWords = '\u0000';

/** Returns the error that commander reports with the name of the option. */
export function toArgumentError({ message, remedy }: UsageError): InvalidArgumentError {
  return new InvalidArgumentError(`${ownWords}${[message, remedy].filter(Boolean).join(' ')}`);
}

/**
 * Removes the value that commander quotes from one of its messages: it may be a secret. Our own messages quote
 * only values that are not. `--to <url>: 'x y' is not a valid URL.`
 */
export function withoutValue(message: string): string {
  const start = message.indexOf(ownWords);
  if (start < 0) {
    const [, option = '', value = '', argument = '', choices] = wrongChoice.exec(message) ?? [];
    if (choices !== undefined) return unknownChoice(option || argument, value, choices);
    return message.replace(/^(unknown option '-[^=']*)=[\s\S]*'(?=$|\s*\(Did you mean)/, "$1'");
  }
  const [, name] = /^option '([^']+)'/.exec(message) ?? [];
  const words = message.slice(start + ownWords.length);
  return name === undefined ? words : `${name}: ${words}`;
}

/** Commander's message about a value that is not one of an option's or argument's choices. */
const wrongChoice =
  /^(?:option '(?:-\w, )?(--[\w-]+)[^']*' argument|command-argument value) '([\s\S]*)' is invalid(?: for argument '([^']*)')?\. Allowed choices are (.*)\.$/;

/** `Unknown shell 'powershel'. Use one of: bash, zsh, fish.` */
function unknownChoice(name: string, value: string, choices: string): string {
  const guess = suggest(value, choices.split(', '));
  const remedy = guess ? `Did you mean ${guess}?` : `Use one of: ${choices}.`;
  return `Unknown ${name} '${value}'. ${remedy}`;
}

/** Returns the message of an error that a parser of an option has thrown. */
export function messageOf({ message }: Error): string {
  return message.slice(message.indexOf(ownWords) + 1);
}
