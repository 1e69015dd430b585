import { type Argument, Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { configure } from './cli/config/configure.ts';
import type { DefineCommand } from './cli/definition.ts';
import { examples } from './cli/output/examples.ts';
import type { Style, Terminal } from './cli/terminal/index.ts';
import { explainUsageErrors, usageError } from './cli/usage-error.ts';
import { ExitError } from './core/errors.ts';
import { version } from './version.ts';

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly group: string;
  /** Imported only when the command is called, which keeps start-up fast. */
  readonly load: (terminal: Terminal) => Promise<DefineCommand>;
}

const commands = [
  {
    name: 'listen',
    summary: 'Receive webhooks: verify, show and forward them to your app',
    group: 'Deliver:',
    load: async () => (await import('./listen/command.ts')).defineListen,
  },
  {
    name: 'send',
    summary: 'Deliver any event to any URL, signed as Logto signs it',
    group: 'Deliver:',
    load: async () => (await import('./send/command.ts')).defineSend,
  },
  {
    name: 'test',
    summary: 'Check that a receiver accepts everything Logto sends and rejects everything else',
    group: 'Deliver:',
    load: async () => (await import('./contract/command.ts')).defineTest,
  },
  {
    name: 'replay',
    summary: 'Deliver received webhooks again, byte for byte',
    group: 'Deliver:',
    load: async () => (await import('./replay/command.ts')).defineReplay,
  },
  {
    name: 'history',
    summary: 'List, show, export or clear received deliveries',
    group: 'Look up:',
    load: async () => (await import('./history/command.ts')).defineHistory,
  },
  {
    name: 'tenant',
    summary: "Manage a Logto tenant's webhooks: list, edit, redeliver",
    group: 'Tenant:',
    load: async () => (await import('./tenant/command.ts')).defineTenant,
  },
  {
    name: 'events',
    summary: 'Look up events: meaning, triggers, fields, schemas, types',
    group: 'Look up:',
    load: async () => (await import('./events/command.ts')).defineEvents,
  },
  {
    name: 'sign',
    summary: 'Print the signature of a body',
    group: 'Signatures:',
    load: async () => (await import('./signing/sign.ts')).defineSign,
  },
  {
    name: 'verify',
    summary: 'Verify a signature and explain why it does not match',
    group: 'Signatures:',
    load: async () => (await import('./signing/verify.ts')).defineVerify,
  },
  {
    name: 'key',
    summary: 'Print the signing key, or write it to a .env file',
    group: 'Signatures:',
    load: async () => (await import('./signing/key.ts')).defineKey,
  },
  {
    name: 'init',
    summary: 'Scaffold a receiver with verification, tests and recipes',
    group: 'Set up:',
    load: async () => (await import('./init/command.ts')).defineInit,
  },
  {
    name: 'add',
    summary: 'Add a verified webhook route to an existing app',
    group: 'Set up:',
    load: async () => (await import('./add/command.ts')).defineAdd,
  },
  {
    name: 'doctor',
    summary: 'Diagnose your setup',
    group: 'Set up:',
    load: async () => (await import('./doctor/command.ts')).defineDoctor,
  },
  {
    name: 'mcp',
    summary: 'Serve these tools to coding agents (Model Context Protocol, stdio)',
    group: 'Agents:',
    load: async () => (await import('./mcp/command.ts')).defineMcp,
  },
  {
    name: 'completion',
    summary: 'Print a completion script for your shell',
    group: 'Set up:',
    load: async (terminal) => {
      const { defineCompletion } = await import('./completion/command.ts');
      const { listValues, loadKnownValues } = await import('./completion-values.ts');
      const load = () => loadProgram(terminal);
      return defineCompletion({ listValues, loadKnownValues, loadProgram: load });
    },
  },
] as const satisfies readonly CommandEntry[];

/**
 * Runs one command line.
 * @param argv the words after the program's name, e.g. `['send', 'User.Created']`
 * @throws ExitError where commander has printed help or why it refuses the words
 */
export async function runProgram(argv: readonly string[], terminal: Terminal): Promise<void> {
  const words = expandHelp(argv);
  await createProgram(terminal, words[0]).parseAsync(words, { from: 'user' });
}

/**
 * Turns no words into `--help`, and `help send` into `send --help`, because a command's options are
 * known only once it is called. An unknown command has no help: commander reports it.
 */
function expandHelp(argv: readonly string[]): string[] {
  const [first, ...rest] = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
  if (first === undefined) return ['--help'];
  const isUnknown = !first.startsWith('-') && !commands.some(({ name }) => name === first);
  return isUnknown ? [first] : [first, ...rest];
}

/**
 * Creates the command-line program. Nothing runs until `parseAsync`; a command is loaded when it is called.
 * @param called the first word of the command line; if it names a command, only that one is registered
 */
function createProgram(terminal: Terminal, called?: string): Command {
  const program = new Command('logto-hooks')
    .description('Develop and test receivers of Logto webhooks')
    .version(version, '-v, --version', 'Print the version (--json: with bundled libraries)')
    .option('--debug', 'Show stack traces of errors')
    .helpOption('-h, --help', 'Show help')
    .helpCommand(false)
    .exitOverride(({ exitCode }) => {
      throw new ExitError(exitCode === 0 ? 0 : 2);
    })
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.err.write(text),
      outputError: (text, write) => write(usageError(text, terminal.err.style)),
      getOutHelpWidth: () => Math.min(terminal.out.columns, 100),
      getOutHasColors: () => terminal.out.style.level > 0,
    })
    .configureHelp(helpStyle(terminal.out.style));

  const wanted = commands.filter(({ name }) => name === called);
  for (const { name, summary, group } of wanted.length > 0 ? wanted : commands) {
    program.command(name).summary(summary).description(summary).helpGroup(group);
  }
  program.addHelpText(
    'after',
    examples(
      [
        ['logto-hooks listen --forward-to 3000', 'verify and forward to your app'],
        ['logto-hooks send PostRegister --to 3000', 'send one event'],
        ['logto-hooks send --all', 'send every event to a running listener'],
      ],
      terminal.out.style,
    ),
  );

  program.hook('preSubcommand', (_, called) => loadCommand(called, terminal));
  return program;
}

/** Adds options and action to the command that was called. */
async function loadCommand(called: { name(): string }, terminal: Terminal): Promise<void> {
  const entry = commands.find(({ name }) => name === called.name());
  if (!entry || !(called instanceof Command)) return;
  const define = await entry.load(terminal);
  define(called, terminal);
  for (const command of [called, ...called.commands]) explainUsageErrors(command, terminal);
  called.hook('preAction', (_, action) => configure(entry.name, action, terminal));
}

/** Returns the program with every command and its options, for completion and the command reference. */
export async function loadProgram(terminal: Terminal): Promise<Command> {
  const program = createProgram(terminal);
  for (const command of program.commands) await loadCommand(command, terminal);
  return program;
}

function helpStyle(style: Style) {
  return {
    // Every command has options; leaving out `[options]` makes room for the summary.
    subcommandTerm: (command: CommandUnknownOpts) =>
      [command.name(), ...command.registeredArguments.map(nameOf)].join(' '),
    styleTitle: (text: string) => style.bold(text),
    styleCommandText: (text: string) => style.cyan(text),
    styleSubcommandText: (text: string) => style.cyan(text),
    styleOptionText: (text: string) => style.green(text),
    styleArgumentText: (text: string) => style.yellow(text),
  };
}

/** `<webhook>`, `[ids...]` */
function nameOf(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}
