import type { DefineCommand } from '../cli/definition.ts';
import { headerOption } from '../cli/header-option.ts';
import {
  failedOption,
  historyEventsOption,
  insecureOption,
  jsonOption,
  read,
  signingKeyOption,
  sinceOption,
  timeoutOption,
} from '../cli/options.ts';
import { examples } from '../cli/output/examples.ts';
import { UsageError } from '../core/errors.ts';
import { parseEndpoint } from '../core/http/parse-url.ts';
import { parseInteger } from '../core/units.ts';

export const defineReplay: DefineCommand = (command, terminal) => {
  command
    .argument('[ids...]', "Delivery IDs or prefixes (see 'logto-hooks history')")
    .option(
      '--last [n]',
      'The last delivery, or the last n',
      read((text) => parseInteger(text, 1)),
    )
    .addOption(failedOption)
    .addOption(historyEventsOption)
    .addOption(sinceOption)
    .option('--to <url>', 'Target URL (default: where each was forwarded)', read(parseEndpoint))
    .option('--edit', 'Edit the payload in $VISUAL or $EDITOR, then re-sign it')
    .option('--resign', 'Re-sign the same bytes with the current signing key')
    .option(
      '--diff <url>',
      'Also deliver to this URL and compare the responses',
      read(parseEndpoint),
    )
    .option(
      '--concurrency <n>',
      'Concurrent deliveries',
      read((text) => parseInteger(text, 1, 10_000)),
      1,
    )
    .addOption(headerOption)
    .addOption(timeoutOption)
    .addOption(insecureOption)
    .addOption(signingKeyOption)
    .addOption(jsonOption)
    .addHelpText('after', examples(replayExamples, terminal.out.style))
    .action(async (ids, { last, signingKey, ...options }) => {
      const { edit = false, resign = false, insecure = false, json = false } = options;
      if (signingKey !== undefined && !edit && !resign) {
        throw new UsageError(
          '--signing-key needs --resign or --edit.',
          'Otherwise deliveries keep their signatures.',
        );
      }
      const { replayAndReport } = await import('./output.ts');
      await replayAndReport(
        {
          ...options,
          ids,
          last: last === true ? 1 : last,
          edit,
          resign,
          insecure,
          json,
          signingKey,
        },
        terminal,
      );
    });
};

const replayExamples = [
  ['logto-hooks replay --last', 'replay the last delivery to your app'],
  ['logto-hooks replay 6bs --to 3000', 'replay one, by a prefix of its ID'],
  ['logto-hooks replay --failed --since 1h', 'replay failures once the handler is fixed'],
  ['logto-hooks replay --last --edit', 'with an edited payload'],
  ['logto-hooks replay --last 20 --to 3000 --diff 3001', 'compare two versions of your app'],
  ['logto-hooks replay --last --resign --to https://staging.example.com/hook', 'with another key'],
] as const;
