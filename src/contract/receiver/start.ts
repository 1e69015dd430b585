import { setTimeout as wait } from 'node:timers/promises';
import { UsageError } from '../../core/errors.ts';
import { createNodeTransport } from '../../core/http/transport/node-transport.ts';
import { type ProcessTree, startProcessTree } from '../../core/system/process-tree.ts';
import { signingKeyVariable, withoutSecrets } from '../../core/workspace/secret-variables.ts';
import { tryConnection } from './try-connection.ts';

export interface ReceiverCommand {
  /** For the shell. */
  readonly command: string;
  /** The URL it will listen at. */
  readonly url: URL;
  readonly signingKey: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds until it must respond. */
  readonly wait: number;
  readonly insecure: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** The receiver did not start. */
export class StartError extends UsageError {
  /** What it printed. */
  readonly output: string;

  constructor(message: string, remedy: string, output: string) {
    super(message, remedy);
    this.output = output;
  }
}

/** Milliseconds between two attempts to connect. */
const interval = 50;

/** A receiver that the test started. */
export interface StartedReceiver {
  /** What it has printed so far, also before it was started again. */
  readonly output: string;
  /**
   * Ends all its processes, starts it again, and waits for any HTTP response.
   * @returns whether it responded in time; if not, it has ended
   */
  restart(): Promise<boolean>;
  /** Ends all its processes. */
  end(): Promise<void>;
}

/**
 * Starts a receiver and waits for any HTTP response. Its environment has the signing key, and the port of
 * its URL as PORT.
 * @returns the running receiver, also if `signal` aborts meanwhile
 * @throws UsageError if something listens there already; StartError if it ends or does not respond in time
 */
export async function startReceiver(options: ReceiverCommand): Promise<StartedReceiver> {
  const { url } = options;
  if ((await tryConnection(url, 1000)) === null) {
    throw new UsageError(
      `Another process already listens at ${url.host}.`,
      'Stop it, or test it without --start.',
    );
  }
  let tree: ProcessTree | null = await start(options);
  let earlierOutput = '';
  const end = async () => {
    const ending = tree;
    tree = null;
    await ending?.end();
    earlierOutput += ending?.output ?? '';
  };
  return {
    get output() {
      return earlierOutput + (tree?.output ?? '');
    },
    async restart() {
      await end();
      if (options.signal?.aborted) return false;
      try {
        tree = await start(options);
        return true;
      } catch (error) {
        if (!(error instanceof StartError)) throw error;
        earlierOutput += error.output;
        return false;
      }
    },
    end,
  };
}

async function start(options: ReceiverCommand): Promise<ProcessTree> {
  const { command, url, signingKey, cwd, env } = options;
  const port = url.port === '' ? {} : { PORT: url.port };
  const tree = startProcessTree(command, {
    cwd,
    env: {
      ...withoutSecrets(env),
      ...port,
      [signingKeyVariable]: signingKey,
      LOGTO_HOOKS_TEST: '1',
    },
  });
  try {
    await untilReady(tree, options);
    return tree;
  } catch (error) {
    await tree.end();
    throw error;
  }
}

async function untilReady(tree: ProcessTree, options: ReceiverCommand): Promise<void> {
  const { command, url, signal } = options;
  const until = Date.now() + options.wait;
  while (!signal?.aborted) {
    if (await answers(url, Math.max(1, until - Date.now()), options)) return;
    if (tree.hasEnded) {
      throw new StartError(
        `'${command}' ended (${await tree.ended}) before it responded at ${url.host}.`,
        tree.output.trim() === '' ? 'It printed nothing.' : 'See its output above.',
        tree.output,
      );
    }
    if (Date.now() >= until) {
      throw new StartError(
        `'${command}' did not answer at ${url.host} within ${options.wait / 1000} s.`,
        'Give it more time with --wait, or check that it listens on the port in PORT.',
        tree.output,
      );
    }
    await wait(interval);
  }
}

async function answers(
  url: URL,
  timeout: number,
  { insecure, signal }: ReceiverCommand,
): Promise<boolean> {
  const transport = createNodeTransport({ insecure });
  try {
    const request = { method: 'GET', url, headers: [], body: undefined, maxResponse: 1024 };
    await transport.request({ ...request, timeout, signal });
    return true;
  } catch {
    return false;
  }
}
