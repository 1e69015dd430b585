import { Option } from '@commander-js/extra-typings';
import type { DefineCommand } from '../cli/definition.ts';
import {
  collect,
  headerOption,
  insecureOption,
  jsonOption,
  read,
  signingKeyOption,
  timeoutOption,
} from '../cli/options.ts';
import { examples } from '../cli/output/examples.ts';
import type { Style } from '../cli/terminal/index.ts';
import { parseRetention } from '../core/history/retention.ts';
import { parseEndpoint } from '../core/http/parse-url.ts';
import { parseDuration, parseInteger, parseSize } from '../core/units.ts';
import { authOption, endpointOption, resourceOption } from '../tenant/commands/options.ts';
import { renderChaosHelp } from './chaos/output.ts';
import { parseChaos } from './chaos/rules.ts';
import { runListener } from './run.ts';

export const defineListen: DefineCommand = (stub, terminal) => {
  stub
    .addOption(
      new Option('--port <port>', 'where to listen (0: any free port)')
        .argParser(read((text) => parseInteger(text, 0, 65_535)))
        .default(3333),
    )
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('-f, --forward-to <url>', 'your app: 3000, localhost:3000/hook …', read(parseEndpoint))
    .option(
      '-e, --events <patterns>',
      'only these events, repeatable: PostSignIn, User.*',
      collect(String),
    )
    .addOption(headerOption)
    .option('--allow-unsigned', 'show and forward what fails verification, too')
    .addOption(
      new Option('--output <mode>', 'how much to show')
        .choices(['pretty', 'compact', 'quiet'] as const)
        .default('pretty' as const),
    )
    .addOption(
      new Option('--print <part>', 'show this part of each delivery')
        .choices(['payload', 'headers', 'none'] as const)
        .default('none' as const),
    )
    .addOption(jsonOption)
    .option(
      '--respond <status>',
      'answer with this status, whatever your app says',
      read((text) => parseInteger(text, 200, 599)),
    )
    .option(
      '--chaos <kinds>',
      'misbehave on the way to your app: drop,delay=11s,status=500:0.1 (see below)',
      read(parseChaos),
    )
    .option(
      '--chaos-seed <n>',
      'misbehave as in an earlier run',
      read((text) => parseInteger(text, 0, 2 ** 32 - 1)),
    )
    .option('--record <dir>', 'save verified deliveries there, as fixtures for send and tests')
    .option('--redact', 'replace what is personal in them, so that they may be committed')
    .option('--delay <duration>', 'wait before each answer', read(parseDuration))
    .addOption(timeoutOption)
    .addOption(
      new Option('--max-body <size>', 'the largest body taken')
        .argParser(read(parseSize))
        .default(parseSize('5mb'), '5mb'),
    )
    .addOption(insecureOption)
    .option(
      '--inspect [port]',
      'serve the inspector at 127.0.0.1:4040 or the next free port (default in a terminal)',
      read((text) => parseInteger(text, 0, 65_535)),
    )
    .option('--no-inspect', 'serve no inspector')
    .addOption(signingKeyOption)
    .option('--tenant', 'follow a Logto tenant by its log: no tunnel, no public URL')
    .addOption(endpointOption)
    .addOption(authOption)
    .addOption(resourceOption)
    .option('--webhook <webhook>', 'follow this webhook, and change nothing on the tenant')
    .option(
      '--public-url <url>',
      'let a temporary webhook deliver to this URL, which leads here',
      read((text) => parseEndpoint(text, 'Let the tunnel accept deliveries without a password.')),
    )
    .option('--tunnel', 'the same through a tunnel of cloudflared, if that is on the PATH')
    .option('--no-history', 'keep nothing of what comes')
    .option(
      '--history-keep <limit>',
      'how long or how much to keep, repeatable: 7d, 500mb (default: 7d and 1gb)',
      collect(parseRetention),
    )
    .option('--fsync', 'keep each on the disk itself before it is answered: survives a power loss')
    .option(
      '--exit-after <n>',
      'leave after so many verified deliveries',
      read((text) => parseInteger(text, 1)),
    )
    .option('--exit-timeout <duration>', 'leave with 1 when this time is over', read(parseDuration))
    .addHelpText('after', renderChaosHelp(terminal.out.style))
    .addHelpText('after', renderHistoryHelp(terminal.out.style))
    .addHelpText('after', examples(listenExamples, terminal.out.style))
    .action((options) => runListener(options, terminal));
};

function renderHistoryHelp(style: Style): string {
  return [
    '',
    style.bold('History:'),
    '  Verified deliveries get three quarters of the size to keep (1gb by default), requests that fail',
    '  verification a quarter, so that they cannot displace verified deliveries.',
  ].join('\n');
}

const listenExamples = [
  ['logto-hooks listen --forward-to 3000', 'verify and pass on to your app'],
  ["logto-hooks listen -e 'User.*,PostSignIn'", 'only some events'],
  ['logto-hooks listen --print payload', 'with the whole payload'],
  ['logto-hooks listen --respond 500', 'what does Logto do when you fail?'],
  ['logto-hooks listen --record fixtures --redact', 'keep what comes as fixtures'],
  ['logto-hooks listen -f 3000 --chaos duplicate,delay=11s:0.1', 'is your app ready for it?'],
  ['logto-hooks listen --tenant -f 3000', 'what happens in a tenant, without a tunnel'],
  ['logto-hooks listen --json --exit-after 1 --exit-timeout 30s', 'in a script'],
] as const;
