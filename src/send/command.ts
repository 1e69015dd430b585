import { Option } from '@commander-js/extra-typings';
import type { DefineCommand } from '../cli/definition.ts';
import { headerOption } from '../cli/header-option.ts';
import { logtoOption, wantedLogtoVersion } from '../cli/logto-version.ts';
import {
  collect,
  insecureOption,
  jsonOption,
  read,
  signingKeyOption,
  timeoutOption,
} from '../cli/options.ts';
import { examples } from '../cli/output/examples.ts';
import { announceKey } from '../cli/output/signing-key.ts';
import { readInput } from '../cli/read-input.ts';
import type { Terminal } from '../cli/terminal/index.ts';
import { parseEndpoint } from '../core/http/parse-url.ts';
import type { VersionText } from '../core/logto/catalog/entry.ts';
import { catalog } from '../core/logto/catalog.ts';
import type { CustomHeaders } from '../core/logto/request-headers.ts';
import { loadScenario, scenarioNames } from '../core/logto/scenarios.ts';
import { eventsOfVersion, retriesOfVersion } from '../core/logto/versions.ts';
import { parseInteger } from '../core/units.ts';
import { resolveSigningKey } from '../core/workspace/signing-key.ts';
import { type PayloadEdit, parseSet, parseUnset } from './edits.ts';
import { type Expectation, parseExpectation } from './expectation.ts';
import type { Envelope } from './outgoing.ts';
import { renderWarnings, reportNoListener, sendAndReport } from './output.ts';
import { planDeliveries } from './plan.ts';
import type { Load } from './run.ts';

export const defineSend: DefineCommand = (stub, terminal) => {
  const { cwd, env } = terminal;
  const edits: PayloadEdit[] = [];
  const addEdit = (parse: (text: string) => PayloadEdit) =>
    read((text) => void edits.push(parse(text)));

  stub
    .argument('[events...]', 'Event names, comma lists or patterns: PostSignIn, User.*')
    .addOption(
      new Option(
        '--to <url>',
        "Target URL: 3000, localhost:3000/hook, https://… (default: the project's running listener, else port 3333)",
      ).argParser(read(parseEndpoint)),
    )
    .option('--all', 'Send every event of a stock Logto')
    .option('--variant <name>', 'Variant of the event (see logto-hooks events show)')
    .addOption(
      new Option('--scenario <name>', 'Send the events of a scenario in order')
        .choices(scenarioNames)
        .argParser(read((name) => loadScenario(name).name)),
    )
    .option(
      '--set <path=value>',
      'Set a payload field (repeatable): user.name=Grace, or in JSON: user.customData.level:=3',
      addEdit(parseSet),
    )
    .option(
      '--unset <path>',
      'Remove a payload field (repeatable): application',
      addEdit(parseUnset),
    )
    .option('--force', 'Allow --set and --unset on unknown fields')
    .option('--data <file|->', 'Send this JSON payload (-: stdin)')
    .option('--raw <file|->', 'Send exactly these bytes (-: stdin)')
    .option('--frozen', "Send the fixture's bytes without a fresh createdAt")
    .option(
      '--fixtures <dir>',
      'Prefer recorded fixtures from this directory (repeatable)',
      collect(String),
    )
    .addOption(headerOption)
    .option('--tamper', 'Change the body after signing it')
    .option('--unsigned', 'Send no signature')
    .option('--expect <status>', 'Expected status: 401, 2xx (default: 2xx)', read(parseExpectation))
    .option(
      '--count <n>',
      'Number of times to send',
      read((text) => parseInteger(text, 1)),
      1,
    )
    .option(
      '--concurrency <n>',
      'Concurrent deliveries (default: 1; 10 with --count, like Logto)',
      read((text) => parseInteger(text, 1, 10_000)),
    )
    .option(
      '--rate <n/s>',
      'Maximum deliveries per second: 100',
      read((text) => parseInteger(text.replace(/\/s$/, ''), 1)),
    )
    .option(
      '--retries <n>',
      'Retries after a 5xx (default: 0, or as the --logto version)',
      read((text) => parseInteger(text, 0, 100)),
    )
    .addOption(logtoOption)
    .addOption(timeoutOption)
    .addOption(insecureOption)
    .addOption(signingKeyOption)
    .option('--dry-run', 'Print the request without sending it')
    .option('--curl', 'Print a curl command without sending')
    .addOption(jsonOption)
    .addHelpText('after', examples(sendExamples, terminal.out.style))
    .action(async (named, options) => {
      const { all, scenario, data, raw } = options;
      const asks = named.length === 0 && !(all ?? scenario ?? data ?? raw) && terminal.interactive;
      const logto = wantedLogtoVersion(options.logto, env);
      const patterns = asks ? [await promptForEvent(terminal, logto)] : named;
      const { outgoing, warnings } = await planDeliveries({
        patterns,
        all: options.all ?? false,
        scenario: options.scenario,
        variant: options.variant,
        data: await readOption(options.data),
        raw: await readOption(options.raw),
        fixtures: options.fixtures ?? [],
        logto,
        edits: { list: edits, force: options.force ?? false },
        frozen: options.frozen ?? false,
      });
      for (const line of renderWarnings(warnings, terminal.err)) terminal.err.line(line);
      const { json = false, curl = false, dryRun = false, insecure = false } = options;
      const isDry = curl || dryRun;
      const to = options.to ?? (await findTarget(cwd, isDry));
      if (!to) return reportNoListener(terminal);
      const key = resolveSigningKey({ cwd, env, flag: options.signingKey });
      announceKey(key, terminal.err);

      const envelope = envelopeOf(options, to, key.value);
      if (isDry) {
        const { printRequests } = await import('./print-requests.ts');
        return printRequests(outgoing, envelope, { curl, json, insecure }, terminal);
      }
      await sendAndReport(outgoing, envelope, loadOf(options, logto), { json, insecure }, terminal);
    });

  async function readOption(file: string | undefined): Promise<Buffer | undefined> {
    return file === undefined ? undefined : readInput(file, terminal);
  }
};

interface EnvelopeFlags extends Pick<Envelope, 'timeout'> {
  readonly header?: CustomHeaders | undefined;
  readonly unsigned?: true | undefined;
  readonly tamper?: true | undefined;
}

function envelopeOf(flags: EnvelopeFlags, to: URL, signingKey: string): Envelope {
  const { header: headers = [], timeout } = flags;
  const signing = flags.unsigned ? 'none' : flags.tamper ? 'tampered' : 'valid';
  return { to, signingKey, headers, signing, timeout };
}

interface LoadFlags extends Pick<Load, 'count'> {
  readonly concurrency?: number | undefined;
  readonly rate?: number | undefined;
  readonly retries?: number | undefined;
  readonly expect?: Expectation | undefined;
}

function loadOf(flags: LoadFlags, logto: VersionText | undefined): Load {
  const { count, rate, expect } = flags;
  return {
    count,
    concurrency: flags.concurrency ?? (count > 1 ? 10 : 1),
    rate,
    retries: flags.retries ?? (logto ? retriesOfVersion(logto) : 0),
    expect: expect?.matches,
  };
}

/**
 * Returns the URL of the listener that runs in this project, or else the default one if something listens
 * there.
 * @param isDry whether nothing is sent, so that nothing needs to listen
 */
async function findTarget(cwd: string, isDry: boolean): Promise<URL | undefined> {
  const { defaultListenerUrl, findRunningListener, isListening } = await import(
    '../cli/running-listener.ts'
  );
  const found = await findRunningListener(cwd);
  if (found) return found;
  return isDry || (await isListening(defaultListenerUrl)) ? defaultListenerUrl : undefined;
}

async function promptForEvent(terminal: Terminal, logto: VersionText | undefined): Promise<string> {
  const choices = eventsOfVersion(logto, { devFeatures: true }).map((value) => ({
    value,
    summary: catalog[value].meaning,
  }));
  return (await terminal.prompts()).search('Event', choices);
}

const sendExamples = [
  ['logto-hooks send PostRegister --to 3000', 'one event to your app'],
  ["logto-hooks send 'User.*' --to 3000", 'several events'],
  ['logto-hooks send --scenario sign-up --to 3000', 'the events of a sign-up'],
  ["logto-hooks send User.Created --set data.name='Grace Hopper'", 'with another name'],
  ['logto-hooks send --all --tamper --expect 401', 'a forged body must be rejected'],
  ['logto-hooks send PostSignIn --count 1000 --rate 100', 'under load'],
  ['logto-hooks send --all --logto 1.36 --to 3000', 'what Logto 1.36 sends'],
] as const;
