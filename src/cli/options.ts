import { Option } from '@commander-js/extra-typings';
import { UsageError } from '../core/errors.ts';
import { parseHeader } from '../core/logto/custom-headers.ts';
import { parseDuration } from '../core/units.ts';
import { toArgumentError } from './argument-error.ts';

/**
 * Makes a reader of core values (which throws UsageError) one of a commander option,
 * so that the message names the option.
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

/** A reader of an option that may be repeated: its values in the order given. */
export function collect<T>(parse: (text: string) => T): (text: string, earlier?: T[]) => T[] {
  return (text, earlier = []) => [...earlier, read(parse)(text)];
}

export const signingKeyOption = new Option(
  '--signing-key <key>',
  'the key to sign and verify with (default: LOGTO_WEBHOOK_SIGNING_KEY, .env, .logto-hooks/signing-key)',
);

export const jsonOption = new Option('--json', 'print NDJSON, one object per line');

export const insecureOption = new Option('--insecure', 'accept any TLS certificate');

export const headerOption = new Option(
  '-H, --header <name:value>',
  'add a header to each request (repeatable)',
).argParser(collect(parseHeader));

export const timeoutOption = new Option('--timeout <duration>', 'how long to wait for an answer')
  .argParser(read(parseDuration))
  .default(10_000, '10s');

/** The filters of what reads the history. */
export const historyEventsOption = new Option(
  '-e, --events <patterns>',
  'only these events, repeatable: PostSignIn, User.*',
).argParser(collect(String));

export const failedOption = new Option(
  '--failed',
  'only what was not verified, or got another answer than 2xx',
);

export const sinceOption = new Option(
  '--since <duration>',
  'only what came since: 10m, 2h',
).argParser(read(parseDuration));
