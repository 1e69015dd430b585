import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { UsageError } from '../core/errors.ts';

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
    return message.replace(/^(unknown option '-[^=']*)=[\s\S]*'(?=$|\s*\(Did you mean)/, "$1'");
  }
  const [, name] = /^option '([^']+)'/.exec(message) ?? [];
  const words = message.slice(start + ownWords.length);
  return name === undefined ? words : `${name}: ${words}`;
}

/** Returns the message of an error that a parser of an option has thrown. */
export function messageOf({ message }: Error): string {
  return message.slice(message.indexOf(ownWords) + 1);
}
