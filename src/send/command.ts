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
import { announceKey } from '../cli/output/signing-key.ts';
import { readInput } from '../cli/read-input.ts';
import type { Terminal } from '../cli/terminal/index.ts';
import { parseEndpoint } from '../core/http/parse-url.ts';
import { catalog } from '../core/logto/catalog.ts';
import { eventNames } from '../core/logto/events.ts';
import { scenarioNames } from '../core/logto/scenarios.ts';
import { parseInteger } from '../core/units.ts';
import { resolveSigningKey } from '../core/workspace/signing-key.ts';
import { type PayloadEdit, parseSet, parseUnset } from './edits.ts';
import { parseExpectation } from './expectation.ts';
import type { Envelope } from './outgoing.ts';
import { printRequests, sendAndReport } from './output.ts';
import { planDeliveries } from './plan.ts';
import type { Load } from './run.ts';

/** Of `--to`: where `listen` listens. */
const defaultTarget = 'http://127.0.0.1:3333';

export const defineSend: DefineCommand = (stub, terminal) => {
  const { cwd, env } = terminal;
  const edits: PayloadEdit[] = [];
  const addEdit = (parse: (text: string) => PayloadEdit) =>
    read((text) => void edits.push(parse(text)));

  stub
    .argument('[events...]', 'names, comma lists or patterns: PostSignIn, User.*')
    .addOption(
      new Option('--to <url>', 'where to: 3000, localhost:3000/hook, https://…')
        .argParser(read(parseEndpoint))
        .default(parseEndpoint(defaultTarget), defaultTarget),
    )
    .option('--all', 'send every event')
    .option('--variant <name>', 'which trigger made the event (see: logto-hooks events show)')
    .addOption(
      new Option('--scenario <name>', 'send what a tenant emits, in order').choices(scenarioNames),
    )
    .option(
      '--set <path=value>',
      'change the payload, repeatable: user.name=Grace',
      addEdit(parseSet),
    )
    .option(
      '--unset <path>',
      'remove from the payload, repeatable: application',
      addEdit(parseUnset),
    )
    .option('--force', 'let --set and --unset use paths the event does not have')
    .option('--data <file|->', 'send this JSON payload (-: standard input)')
    .option('--raw <file|->', 'send exactly these bytes (-: standard input)')
    .option('--frozen', "send the fixture's bytes, with no fresh createdAt")
    .option('--fixtures <dir>', 'prefer the fixtures recorded there, repeatable', collect(String))
    .addOption(headerOption)
    .option('--tamper', 'change the body after it was signed')
    .option('--unsigned', 'send no signature')
    .option(
      '--expect <status>',
      'the answer wanted: 401, 2xx (default: 2xx)',
      read(parseExpectation),
    )
    .option(
      '--count <n>',
      'how often to send',
      read((text) => parseInteger(text, 1)),
      1,
    )
    .option(
      '--concurrency <n>',
      'how many at a time (default: 1; with --count 10, as Logto)',
      read((text) => parseInteger(text, 1, 10_000)),
    )
    .option(
      '--rate <n/s>',
      'how many per second, at most: 100',
      read((text) => parseInteger(text.replace(/\/s$/, ''), 1)),
    )
    .option(
      '--retries <n>',
      'try again after a 5xx (3: as Logto after 1.42)',
      read((text) => parseInteger(text, 0, 100)),
      0,
    )
    .addOption(timeoutOption)
    .addOption(insecureOption)
    .addOption(signingKeyOption)
    .option('--dry-run', 'print the request, send nothing')
    .option('--curl', 'print a curl command, send nothing')
    .addOption(jsonOption)
    .addHelpText('after', examples(sendExamples, terminal.out.style))
    .action(async (named, options) => {
      const { all, scenario, data, raw } = options;
      const asks = named.length === 0 && !(all ?? scenario ?? data ?? raw) && terminal.interactive;
      const patterns = asks ? [await pickEvent(terminal)] : named;
      const outgoing = await planDeliveries({
        patterns,
        all: options.all ?? false,
        scenario: options.scenario,
        variant: options.variant,
        data: await readOption(options.data),
        raw: await readOption(options.raw),
        fixtures: options.fixtures ?? [],
        edits: { list: edits, force: options.force ?? false },
        frozen: options.frozen ?? false,
      });
      const key = resolveSigningKey({ cwd, env, flag: options.signingKey });
      announceKey(key, terminal.err);

      const envelope: Envelope = {
        to: options.to,
        signingKey: key.value,
        headers: options.header ?? [],
        signing: options.unsigned ? 'none' : options.tamper ? 'tampered' : 'valid',
        timeout: options.timeout,
      };
      const load: Load = {
        count: options.count,
        concurrency: options.concurrency ?? (options.count > 1 ? 10 : 1),
        rate: options.rate,
        retries: options.retries,
        expect: options.expect?.matches,
      };
      const { json = false, curl = false, dryRun = false, insecure = false } = options;
      if (curl || dryRun)
        return printRequests(outgoing, envelope, { curl, json, insecure }, terminal);
      await sendAndReport(outgoing, envelope, load, { json, insecure }, terminal);
    });

  async function readOption(file: string | undefined): Promise<Buffer | undefined> {
    return file === undefined ? undefined : readInput(file, terminal);
  }
};

function pickEvent(terminal: Terminal): Promise<string> {
  const choices = eventNames.map((value) => ({ value, description: catalog[value].meaning }));
  return terminal.pick('Which event?', choices);
}

const sendExamples = [
  ['logto-hooks send PostRegister --to 3000', 'one event to your app'],
  ["logto-hooks send 'User.*' --to 3000", 'several'],
  ['logto-hooks send --scenario sign-up --to 3000', 'what a registration emits'],
  ["logto-hooks send User.Created --set data.name='Grace Hopper'", 'renamed'],
  ['logto-hooks send --all --tamper --expect 401', 'is a forged body refused?'],
  ['logto-hooks send PostSignIn --count 1000 --rate 100', 'under load'],
] as const;
