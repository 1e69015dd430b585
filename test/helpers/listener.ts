import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Finished, type RunOptions, startCli } from './cli.ts';

export interface Listener {
  readonly url: string;
  /** Its ready line. */
  readonly ready: Readonly<Record<string, unknown>>;
  /** The address of its inspector, with the token; null where there is none. */
  readonly inspector: string | null;
  readonly child: ChildProcessWithoutNullStreams;
  /** The next NDJSON line of its output. */
  next(): Promise<Record<string, unknown>>;
  /** Reads its output on and forgets it: who prints into a full pipe cannot leave. */
  discard(): void;
  /** Its end, with what it said on standard error. */
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
    if (done) throw new Error(`the listener ended: ${stderr}`);
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
