import { Option } from '@commander-js/extra-typings';
import { UsageError } from '../core/errors.ts';
import { parseAge, parseDuration } from '../core/units.ts';
import { toArgumentError } from './argument-error.ts';

/**
 * Adapts a parser that throws UsageError to a commander option, so that the message names the option.
 */
export function read<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      throw toArgumentError(error);
    }
  };
}

/** Returns a parser for a repeatable option that collects its values in order. */
export function collect<T>(parse: (text: string) => T): (text: string, earlier?: T[]) => T[] {
  return (text, earlier = []) => [...earlier, read(parse)(text)];
}

/** Copies a shared option, because a command's `optionsGroup` is stored in the option. */
export function copyOf<T extends Option>(option: T): T {
  return Object.assign(Object.create(Object.getPrototypeOf(option)), option);
}

export const signingKeyOption = new Option(
  '--signing-key <key>',
  'Signing key, repeatable (default: LOGTO_WEBHOOK_SIGNING_KEY, .env, .logto-hooks/signing-key)',
).argParser(collect(String));

export const jsonOption = new Option('--json', 'Print NDJSON, one object per line');

export const insecureOption = new Option('--insecure', 'Accept any TLS certificate');

export const timeoutOption = new Option('--timeout <duration>', 'Time to wait for a response')
  .argParser(read(parseDuration))
  .default(10_000, '10s');

/** Filters of the commands that read the history. */
export const historyEventsOption = new Option(
  '-e, --events <patterns>',
  'Only these events (repeatable): PostSignIn, User.*',
).argParser(collect(String));

export const failedOption = new Option(
  '--failed',
  'Only deliveries that failed verification or did not get a 2xx',
);

export const sinceOption = new Option(
  '--since <duration>',
  'Only deliveries since this long ago: 10m, 2h',
).argParser(read(parseAge));
