import { type Argument, Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { withoutValue } from './cli/argument-error.ts';
import type { DefineCommand } from './cli/definition.ts';
import { examples } from './cli/output/examples.ts';
import type { Style, Terminal } from './cli/terminal/index.ts';
import { ExitError } from './core/errors.ts';
import { version } from './version.ts';

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly group: string;
  /** Imported only when the command is called, so that start-up pays for what runs. */
  readonly load: (terminal: Terminal) => Promise<DefineCommand>;
}

const commands = [
  {
    name: 'listen',
    summary: 'receive webhooks: verify, show, forward to your app',
    group: 'Deliver:',
    load: async () => (await import('./listen/command.ts')).defineListen,
  },
  {
    name: 'send',
    summary: 'deliver any Logto event to any URL, signed, as Logto does',
    group: 'Deliver:',
    load: async () => (await import('./send/command.ts')).defineSend,
  },
  {
    name: 'test',
    summary: 'check that a receiver takes all that Logto sends, and nothing else',
    group: 'Deliver:',
    load: async () => (await import('./contract/command.ts')).defineTest,
  },
  {
    name: 'replay',
    summary: 'deliver again what listen received, byte for byte',
    group: 'Deliver:',
    load: async () => (await import('./replay/command.ts')).defineReplay,
  },
  {
    name: 'history',
    summary: 'what listen received: list, show, export, clear',
    group: 'Look up:',
    load: async () => (await import('./history/command.ts')).defineHistory,
  },
  {
    name: 'tenant',
    summary: "a Logto's webhooks: list, change, deliver again what was lost",
    group: 'Tenant:',
    load: async () => (await import('./tenant/command.ts')).defineTenant,
  },
  {
    name: 'events',
    summary: 'the 31 events: what they mean, when they fire, what they carry',
    group: 'Look up:',
    load: async () => (await import('./events/command.ts')).defineEvents,
  },
  {
    name: 'sign',
    summary: 'print the signature of a body',
    group: 'Signatures:',
    load: async () => (await import('./signing/sign.ts')).defineSign,
  },
  {
    name: 'verify',
    summary: 'check a signature, and say why it does not match',
    group: 'Signatures:',
    load: async () => (await import('./signing/verify.ts')).defineVerify,
  },
  {
    name: 'key',
    summary: 'print the signing key, or put it into a .env file',
    group: 'Signatures:',
    load: async () => (await import('./signing/key.ts')).defineKey,
  },
  {
    name: 'init',
    summary: 'make a receiver: verified, tested, for what you do with events',
    group: 'Set up:',
    load: async () => (await import('./init/command.ts')).defineInit,
  },
  {
    name: 'doctor',
    summary: 'what is set, reachable and wrong, and how to mend it',
    group: 'Set up:',
    load: async () => (await import('./doctor/command.ts')).defineDoctor,
  },
  {
    name: 'completion',
    summary: 'print a completion script for your shell',
    group: 'Set up:',
    load: async (terminal) =>
      (await import('./completion/command.ts')).defineCompletion(() => loadAll(terminal)),
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
 * The command-line program. Nothing runs until `parseAsync`; a command is loaded when it is called.
 * @param called the first word of the command line: where it names a command, the program needs no other
 */
function createProgram(terminal: Terminal, called?: string): Command {
  const program = new Command('logto-hooks')
    .description('Develop and test receivers of Logto webhooks.')
    .version(version, '-v, --version', 'print the version (--json: with bundled libraries)')
    .option('--debug', 'show stack traces of errors')
    .helpOption('-h, --help', 'show help')
    .helpCommand(false)
    .exitOverride(({ exitCode }) => {
      throw new ExitError(exitCode === 0 ? 0 : 2);
    })
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.err.write(text),
      outputError: (text, write) => write(oneLine(text, terminal.err.style)),
      getOutHelpWidth: () => Math.min(terminal.out.columns, 100),
      getOutHasColors: () => terminal.out.style.level > 0,
    })
    .configureHelp(helpStyle(terminal.out.style));

  const wanted = commands.filter(({ name }) => name === called);
  for (const { name, summary, group } of wanted.length > 0 ? wanted : commands) {
    program
      .command(name)
      .summary(summary)
      .description(`${capitalise(summary)}.`)
      .helpGroup(group);
  }
  program.addHelpText(
    'after',
    examples(
      [
        ['logto-hooks listen --forward-to 3000', 'verify and forward to your app'],
        ['logto-hooks send PostRegister --to 3000', 'send it one event'],
        ['logto-hooks send --all', 'send all to a running listener'],
      ],
      terminal.out.style,
    ),
  );

  program.hook('preSubcommand', (_, called) => loadCommand(called, terminal));
  return program;
}

/** Gives the stub of a called command its options and action. */
async function loadCommand(called: { name(): string }, terminal: Terminal): Promise<void> {
  const entry = commands.find(({ name }) => name === called.name());
  if (!entry || !(called instanceof Command)) return;
  const define = await entry.load(terminal);
  define(called, terminal);
}

/** All commands with their options, for what must know them all (completion). */
async function loadAll(terminal: Terminal): Promise<Command> {
  const program = createProgram(terminal);
  for (const command of program.commands) await loadCommand(command, terminal);
  return program;
}

function helpStyle(style: Style) {
  return {
    // Without `[options]`, which all have, there is room for what they do.
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

/**
 * Commander puts its suggestion on a second line; ours is one line, and says where help is if it has no
 * other remedy.
 */
function oneLine(text: string, style: Style): string {
  const message = withoutValue(text.trim().replace(/^error: /, '')).replace(/\s*\n\s*/g, ' ');
  const hint = /[.)]$/.test(message) ? '' : '. --help shows what there is.';
  return `${style.red('error:')} ${message}${hint}\n`;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
