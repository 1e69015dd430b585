import { execFile } from 'node:child_process';
import { selfCommand } from './self-command.ts';

/** How a run of this command ended. */
export interface SelfRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Longest output in bytes; a history holds up to 1 GB. */
const maxOutput = 64 * 1024 * 1024;

/**
 * Runs the command of this process with other words, in the same directory.
 * @param env includes the secrets that were removed from the process's own environment
 * @param input its standard input
 */
export function runSelf(
  here: NodeJS.Process,
  env: Readonly<Record<string, string | undefined>>,
  words: readonly string[],
  input = '',
): Promise<SelfRun> {
  return new Promise((resolve, reject) => {
    const options = { env: { ...env, NO_COLOR: '1' }, maxBuffer: maxOutput, windowsHide: true };
    const [program, args] = selfCommand(here);
    const child = execFile(program, [...args, ...words], options, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(error ?? new Error('The command ended without an exit code.'));
    });
    // A command that reads no input may end before all of it is written.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}
