import { stackLines } from './cli/output/text/stack.ts';
import type { Terminal } from './cli/terminal/index.ts';
import { ExitError, errorMessage, UsageError } from './core/errors.ts';
import { version } from './version.ts';

void main(process.argv.slice(2));

/**
 * Runs one command line and sets the exit code, without forcing the process to exit: 0 done, 1 a delivery or
 * check failed, 2 wrong usage, 130 interrupted. The only place that catches errors.
 * @param argv the words after the command's name, e.g. `['send', 'User.Created']`
 */
async function main(argv: readonly string[]): Promise<void> {
  // Scripts often ask for the version, and it needs no command.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
    process.stdout.write(`${version}\n`);
    return;
  }
  if (isVersionAsJson(argv)) {
    const { versionRecords } = await import('./cli/version-records.ts');
    process.stdout.write(`${versionRecords().join('\n')}\n`);
    return;
  }
  const { createTerminal } = await import('./cli/terminal/index.ts');
  const { runProgram } = await import('./program.ts');
  const terminal = await createTerminal();
  const debug = argv.includes('--debug');
  terminal.onUncaught((error) => report(error, terminal, debug));
  try {
    await runProgram(argv, terminal);
  } catch (error) {
    terminal.exitCode = report(error, terminal, debug);
  }
}

/** Returns whether this is `--version --json`, which also lists the bundled libraries. */
function isVersionAsJson(argv: readonly string[]): boolean {
  const [first, second, ...rest] = [...argv].sort();
  return rest.length === 0 && first === '--json' && (second === '--version' || second === '-v');
}

/** Prints an error to standard error and returns the exit code that belongs to it. */
function report(error: unknown, { err }: Terminal, debug: boolean): number {
  if (error instanceof ExitError) return error.exitCode;
  if (error instanceof Error && error.name === 'ExitPromptError') return 130; // Ctrl+C at a prompt.
  if (error instanceof UsageError) {
    const remedy = error.remedy === undefined ? '' : ` ${error.remedy}`;
    err.line(`${err.style.red('error:')} ${error.message}${remedy}`);
    if (debug) err.lines(stackLines(error));
    return 2;
  }
  const message = errorMessage(error);
  const hint = debug ? '' : err.style.dim(' (run again with --debug for the stack)');
  err.line(`${err.style.red('internal error:')} ${message}${hint}`);
  if (debug && error instanceof Error) err.lines(stackLines(error));
  return 1;
}
