import { CommanderError } from '@commander-js/extra-typings';
import { createTerminal, type Terminal } from './cli/terminal/index.ts';
import { UsageError } from './core/errors.ts';
import { commandNames, createProgram } from './program.ts';

/** Runs the command that this process was started for; its exit code is set, never forced. */
export async function main(): Promise<void> {
  const terminal = await createTerminal();
  await run(terminal.argv, terminal);
}

/**
 * Runs one command line and sets `terminal.exitCode`: 0 done, 1 a delivery or check failed,
 * 2 wrong usage, 130 interrupted. The one place that catches.
 * @param argv the words after the command's name, e.g. `['send', 'User.Created']`
 */
export async function run(argv: readonly string[], terminal: Terminal): Promise<void> {
  try {
    const words = expandHelp(argv, commandNames);
    await createProgram(terminal, words[0]).parseAsync(words, { from: 'user' });
  } catch (error) {
    terminal.exitCode = report(error, terminal, argv.includes('--debug'));
  }
}

/**
 * No words ask for help, and `help send` is `send --help`: a command's options are known once it is
 * called. Of a command that does not exist there is no help to give.
 */
function expandHelp(argv: readonly string[], known: readonly string[]): string[] {
  const [first, ...rest] = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
  if (first === undefined) return ['--help'];
  const isUnknown = !first.startsWith('-') && !known.includes(first);
  return isUnknown ? [first] : [first, ...rest];
}

function report(error: unknown, terminal: Terminal, debug: boolean): number {
  const { err } = terminal;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Error && error.name === 'ExitPromptError') return 130; // Ctrl+C at a prompt.
  if (error instanceof UsageError) {
    const remedy = error.remedy === undefined ? '' : ` ${error.remedy}`;
    err.line(`${err.style.red('error:')} ${error.message}${remedy}`);
    if (debug) err.line(error.stack ?? '');
    return 2;
  }
  const message = error instanceof Error ? error.message : String(error);
  const hint = debug ? '' : err.style.dim(' (run again with --debug for the stack)');
  err.line(`${err.style.red('internal error:')} ${message}${hint}`);
  if (debug && error instanceof Error) err.line(error.stack ?? '');
  return 1;
}
