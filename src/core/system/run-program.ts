import { spawn } from 'node:child_process';
import { findProgram } from './find-program.ts';

/** Milliseconds after which a program that is still running counts as successful. */
const timeoutMs = 2000;

/**
 * Runs a program without a shell and without this terminal.
 * @param input for its standard input; without it, the program reads nothing. A program that exits before it has
 *   read its input has failed.
 * @returns whether it is installed and did not fail
 */
export function runProgram(
  program: string,
  args: readonly string[],
  input?: string | Uint8Array,
): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(findProgram(program), args, {
      stdio: [input === undefined ? 'ignore' : 'pipe', 'ignore', 'ignore'],
      windowsHide: true,
    });
    const timer = setTimeout(() => resolve(true), timeoutMs);
    const end = (isDone: boolean) => {
      clearTimeout(timer);
      resolve(isDone);
    };
    child.on('error', () => end(false));
    child.on('exit', (code) => end(code === 0));
    child.stdin?.on('error', () => end(false));
    child.stdin?.end(input);
    child.unref();
  });
}
