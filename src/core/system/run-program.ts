import { spawn } from 'node:child_process';

/** Milliseconds after which a program that still runs is taken to have done its work. */
const patience = 2000;

/**
 * Runs a program without a shell and without our terminal, and gives it an input.
 * @returns whether it is there, and did not fail
 */
export function runProgram(
  program: string,
  args: readonly string[],
  input: string | Uint8Array = '',
): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'], windowsHide: true });
    const timer = setTimeout(() => resolve(true), patience);
    const end = (isDone: boolean) => {
      clearTimeout(timer);
      resolve(isDone);
    };
    child.on('error', () => end(false));
    child.on('exit', (code) => end(code === 0));
    child.stdin.on('error', () => end(false));
    child.stdin.end(input);
    child.unref();
  });
}
