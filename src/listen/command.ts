import { type Command, Option, type OptionValues } from '@commander-js/extra-typings';
import type { DefineCommand } from '../cli/definition.ts';
import { headerOption } from '../cli/header-option.ts';
import {
  collect,
  copyOf,
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
import { pollIntervalOption } from '../tenant/commands/options.ts';
import { addTenantOptions } from '../tenant/connection-options.ts';
import { renderChaosHelp } from './chaos/output.ts';
import { parseChaos } from './chaos/rules.ts';
import { parseRoute } from './router.ts';
import { runListener } from './run.ts';
import { parseHostFilter } from './tenant/mirror-selection.ts';

export const defineListen: DefineCommand = (stub, terminal) => {
  const basic = stub
    .addOption(
      new Option('--port <port>', 'Port to listen on (0: any free port)')
        .argParser(read((text) => parseInteger(text, 0, 65_535)))
        .default(3333),
    )
    .option('--host <address>', 'Address to listen on', '127.0.0.1')
    .addOption(
      new Option('--max-body <size>', 'Largest body to accept')
        .argParser(read(parseSize))
        .default(parseSize('5mb'), '5mb'),
    )
    .option(
      '--exit-after <n>',
      'Exit after this many verified deliveries',
      read((text) => parseInteger(text, 1)),
    )
    .option('--exit-timeout <duration>', 'Exit with 1 after this long', read(parseDuration));
  const local = addHistoryOptions(addOutputOptions(addKeyOptions(addForwardOptions(basic))));
  addListenTenantOptions(local)
    .addHelpText('after', renderChaosHelp(terminal.out.style))
    .addHelpText('after', renderHistoryHelp(terminal.out.style))
    .addHelpText('after', examples(listenExamples, terminal.out.style))
    .action((options) => runListener(options, terminal));
};

function addForwardOptions<Args extends unknown[], Options extends OptionValues>(
  command: Command<Args, Options>,
) {
  return command
    .optionsGroup('Forwarding:')
    .option(
      '-f, --forward-to <url>',
      'Forward to your app: 3000, localhost:3000/hook',
      read(parseEndpoint),
    )
    .option(
      '--route <patterns=url>',
      "Forward these events to another URL (repeatable): 'Role.*=4000/hook'",
      collect(parseRoute),
    )
    .addOption(copyOf(headerOption))
    .addOption(copyOf(timeoutOption))
    .addOption(copyOf(insecureOption))
    .option(
      '--respond <status>',
      "Respond with this status instead of your app's",
      read((text) => parseInteger(text, 200, 599)),
    )
    .option('--delay <duration>', 'Wait this long before each response', read(parseDuration))
    .option(
      '--chaos <kinds>',
      'Inject faults between the sender and your app: drop,delay=11s,status=500:0.1',
      read(parseChaos),
    )
    .option(
      '--chaos-seed <n>',
      'Repeat the faults of an earlier run',
      read((text) => parseInteger(text, 0, 2 ** 32 - 1)),
    );
}

function addKeyOptions<Args extends unknown[], Options extends OptionValues>(
  command: Command<Args, Options>,
) {
  return command
    .optionsGroup('Keys and events:')
    .addOption(copyOf(signingKeyOption))
    .option('--allow-unsigned', 'Also show and forward deliveries that fail verification')
    .option(
      '-e, --events <patterns>',
      'Only these events (repeatable): PostSignIn, User.*',
      collect(String),
    )
    .option(
      '--skip-events <patterns>',
      'Acknowledge these events without showing or forwarding them (repeatable)',
      collect(String),
    );
}

function addOutputOptions<Args extends unknown[], Options extends OptionValues>(
  command: Command<Args, Options>,
) {
  return command
    .optionsGroup('Output:')
    .addOption(
      new Option('--output <mode>', 'Output format')
        .choices(['pretty', 'compact', 'quiet'] as const)
        .default('pretty' as const),
    )
    .addOption(
      new Option('--print <part>', 'Print this part of each delivery')
        .choices(['payload', 'headers', 'none'] as const)
        .default('none' as const),
    )
    .addOption(copyOf(jsonOption))
    .option(
      '--inspect [port]',
      'Serve the web inspector on this port (default in a terminal: 4040)',
      read((text) => parseInteger(text, 0, 65_535)),
    )
    .option('--no-inspect', 'Do not serve the web inspector');
}

function addHistoryOptions<Args extends unknown[], Options extends OptionValues>(
  command: Command<Args, Options>,
) {
  return command
    .optionsGroup('History and fixtures:')
    .option('--no-history', 'Do not keep deliveries')
    .option(
      '--history-keep <limit>',
      'Age or size to keep (repeatable): 7d, 500mb (default: 7d and 1gb)',
      collect(parseRetention),
    )
    .option('--fsync', 'Fsync each delivery before responding')
    .option('--record <dir>', 'Save verified deliveries as fixtures in this directory')
    .option('--redact', 'Replace personal data in recorded fixtures');
}

function addListenTenantOptions<Args extends unknown[], Options extends OptionValues>(
  command: Command<Args, Options>,
) {
  const tenant = command
    .optionsGroup('Tenant:')
    .option('--tenant', 'Follow a Logto tenant through its log, without a tunnel');
  return addTenantOptions(tenant)
    .option('--webhook <webhook>', 'Follow an existing webhook without changing the tenant')
    .option(
      '--mirror [host]',
      "Mirror the tenant's own webhooks (on this host) to the same paths of your app",
      read(parseHostFilter),
    )
    .option(
      '--public-url <url>',
      'Let Logto deliver to this public URL of the listener',
      read((text) => parseEndpoint(text, 'Let the tunnel accept deliveries without a password.')),
    )
    .option('--tunnel', 'Let Logto deliver through a cloudflared tunnel')
    .addOption(copyOf(pollIntervalOption));
}

function renderHistoryHelp(style: Style): string {
  return [
    '',
    style.bold('History:'),
    '  Three quarters of the size to keep (1gb by default) is reserved for verified deliveries, and',
    '  one quarter for requests that fail verification, which cannot displace verified deliveries.',
  ].join('\n');
}

const listenExamples = [
  ['logto-hooks listen --forward-to 3000', 'verify and forward to your app'],
  ["logto-hooks listen -e 'User.*,PostSignIn'", 'only some events'],
  ["logto-hooks listen -f 3000 --route 'Role.*=4000/hook'", 'roles to another app'],
  ['logto-hooks listen --print payload', 'show whole payloads'],
  ['logto-hooks listen --respond 500', 'respond with an error'],
  ['logto-hooks listen --record fixtures --redact', 'save deliveries as fixtures'],
  ['logto-hooks listen -f 3000 --chaos duplicate,delay=11s:0.1', 'inject faults'],
  ['logto-hooks listen --tenant -f 3000', 'follow a tenant without a tunnel'],
  ['logto-hooks listen --tenant --mirror -f 3000', "the tenant's own webhooks, keys and paths"],
  ['logto-hooks listen --json --exit-after 1 --exit-timeout 30s', 'in a script'],
] as const;
