import type { DefineCommand } from '../cli/definition.ts';
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
    .argument('[ids...]', "of deliveries, or beginnings of them ('logto-hooks history' lists them)")
    .option(
      '--last [n]',
      'the last one, or the last n',
      read((text) => parseInteger(text, 1)),
    )
    .addOption(failedOption)
    .addOption(historyEventsOption)
    .addOption(sinceOption)
    .option('--to <url>', 'where to (default: where each was forwarded to)', read(parseEndpoint))
    .option('--edit', 'change the payload in $VISUAL or $EDITOR first; it is signed anew')
    .option('--resign', 'sign the same bytes with the signing key of here')
    .option('--diff <url>', 'deliver there, too, and compare the answers', read(parseEndpoint))
    .option(
      '--concurrency <n>',
      'how many at a time',
      read((text) => parseInteger(text, 1, 10_000)),
      1,
    )
    .addOption(timeoutOption)
    .addOption(insecureOption)
    .addOption(signingKeyOption)
    .addOption(jsonOption)
    .addHelpText('after', examples(replayExamples, terminal.out.style))
    .action(async (ids, { last, signingKey, ...options }) => {
      const { edit = false, resign = false, insecure = false, json = false } = options;
      if (signingKey !== undefined && !edit && !resign) {
        throw new UsageError(
          'Deliveries keep their signatures.',
          '--signing-key goes with --resign or --edit.',
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
  ['logto-hooks replay --last', 'the last one again, to your app'],
  ['logto-hooks replay 6bs --to 3000', 'one of them, by a beginning of its id'],
  ['logto-hooks replay --failed --since 1h', 'what went wrong, once the handler is mended'],
  ['logto-hooks replay --last --edit', 'with another payload'],
  ['logto-hooks replay --last 20 --to 3000 --diff 3001', 'do two versions answer the same?'],
  ['logto-hooks replay --last --resign --to https://staging.example.com/hook', 'with another key'],
] as const;
