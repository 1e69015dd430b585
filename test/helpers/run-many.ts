import { fork } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { onTestFinished } from 'vitest';
import { type Finished, temporaryDirectory } from './cli.ts';

const driver = path.resolve(import.meta.dirname, 'run-many.mjs');
const bin = path.resolve(import.meta.dirname, '../../bin/logto-hooks.js');

type Result = Pick<Finished, 'code' | 'stdout' | 'stderr'>;

/**
 * Returns a function that runs the built command in a thread of one process, which starts faster than a
 * process of its own. All of them share a working directory, and nothing is on standard input.
 * @param cwd an empty directory unless given
 */
export function startRunner(cwd = temporaryDirectory()) {
  const { LOGTO_WEBHOOK_SIGNING_KEY, NO_COLOR, FORCE_COLOR, CI, ...env } = process.env;
  const child = fork(driver, [bin], { cwd, env });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.setMaxListeners(0);
  let count = 0;
  return (args: readonly string[], added: Readonly<Record<string, string>> = {}) =>
    new Promise<Result>((resolve) => {
      const id = count++;
      const take = (message: unknown) => {
        if (!isResult(message) || message.id !== id) return;
        child.off('message', take);
        resolve(message);
      };
      child.on('message', take);
      child.send({ id, args, env: added }, () => {}); // Fails after a failed test.
    });
}

function isResult(message: unknown): message is Result & { readonly id: number } {
  return typeof message === 'object' && message !== null && 'id' in message;
}

const runners = new Map<string, ReturnType<typeof startRunner>>();

/** Returns the runner of the current test for a working directory; it ends with the test. */
export function runnerIn(cwd: string): ReturnType<typeof startRunner> {
  const runner = runners.get(cwd) ?? startRunner(cwd);
  runners.set(cwd, runner);
  return runner;
}

/** Calls `work` with each item, a few at a time. */
export async function eachOf<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
  concurrency = 3,
): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
