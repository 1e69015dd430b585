import { spawnSync } from 'node:child_process';
import { Command, Option } from '@commander-js/extra-typings';
import { type DescribedCommand, describeCommand } from '../../src/completion/described-command.ts';

/** Returns whether a shell is not installed, so that its tests are skipped. */
export function isMissing(shell: string): boolean {
  return spawnSync(shell, ['--version']).error !== undefined;
}

/** Creates a program for completion, with hostile words. */
export function demo(): DescribedCommand {
  const program = new Command('demo-hooks').helpCommand(false).option('--debug', 'say more');
  program
    .command('send')
    .summary('send [an] event: it\'s "here", $HOME `x` \\')
    .argument('[events...]')
    .option('-t, --to <url>', 'where to')
    .option('-e, --events <patterns>', 'which')
    .option('--data <file|->', 'a payload')
    .option('--record <dir>', 'recorded ones')
    .option('--last [n]', 'some')
    .addOption(new Option('--output <how>', 'how').choices(['pretty', "it's", 'a b', 'c:d', '$x']));
  const events = program.command('events').summary('all of them').helpCommand(false);
  events.command('list').summary('list them');
  events.command('show').summary('show one').argument('<event>').option('--json', 'as JSON');
  program.command('sign').summary('sign it').argument('[file|-]');
  return describeCommand(program);
}

/** Runs a script in a shell and returns the printed lines. */
export function runShell(command: readonly [string, ...string[]], cwd: string): string[] {
  const [shell, ...args] = command;
  const { stdout, stderr, status } = spawnSync(shell, args, { cwd, encoding: 'utf8' });
  if (status !== 0 || stderr) throw new Error(`${shell} exited with ${status}: ${stderr}`);
  return stdout.split('\n').filter(Boolean);
}
