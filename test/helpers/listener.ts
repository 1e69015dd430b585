import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Finished, type RunOptions, startCli } from './cli.ts';

export interface Listener {
  readonly url: string;
  readonly ready: Readonly<Record<string, unknown>>;
  /** The inspector's address with the token, or null. */
  readonly inspector: string | null;
  readonly child: ChildProcessWithoutNullStreams;
  /** The next NDJSON line of its output. */
  next(): Promise<Record<string, unknown>>;
  /** Discards further output, because a process with a full pipe cannot exit. */
  discard(): void;
  /** Resolves when it has exited. */
  readonly finished: Promise<Omit<Finished, 'stdout'>>;
}

export const signingKey = 'mZ4vQ8sT1xW6yB3nK9pL2rJ7hG5fD0cA';

/** Starts `listen --json` on a free port and waits until it is ready. */
export async function startListener(
  args: readonly string[] = [],
  options: RunOptions = {},
): Promise<Listener> {
  return untilReady(
    startCli(['listen', '--json', '--port', '0', '--signing-key', signingKey, ...args], options),
  );
}

/** Waits until a `listen --json` is ready. */
export async function untilReady(child: ChildProcessWithoutNullStreams): Promise<Listener> {
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const finished = new Promise<Omit<Finished, 'stdout'>>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stderr }));
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`The listener exited: ${stderr}`);
    return JSON.parse(value);
  };
  const ready = await next();
  const inspector = typeof ready.inspector === 'string' ? ready.inspector : null;
  const discard = () => void drain(lines);
  return { url: String(ready.url), ready, inspector, child, next, discard, finished };
}

async function drain(lines: AsyncIterator<unknown>): Promise<void> {
  while (!(await lines.next()).done);
}
