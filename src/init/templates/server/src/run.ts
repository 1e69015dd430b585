import { existsSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { createLogger, safeMessage } from './receiver/logger.ts';
import { aborted } from './receiver/queue.ts';
import type { Receiver } from './receiver/receiver.ts';
import { readSettings, SettingsError } from './receiver/settings.ts';
import { startReceiver } from './receiver/start.ts';

/** How much of that open requests get; Logto itself waits 10 s for a response. */
const requestLimitMs = 10_000;

const isProduction = process.env.NODE_ENV === 'production';

const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  DRAIN_SECONDS: z.coerce
    .number()
    .min(0)
    .max(10)
    .default(isProduction ? 5 : 0),
  STOP_SECONDS: z.coerce.number().min(1).default(25),
});

export type Address = Pick<z.output<typeof settings>, 'PORT' | 'HOST'>;

export interface Server {
  /** Stops accepting connections, and resolves when every request has its response. */
  close(): Promise<void>;
  readonly url: string;
}

/** Starts the receiver and its server, and stops both on SIGTERM or SIGINT. */
export async function run(
  listen: (receiver: Receiver, address: Address) => Promise<Server>,
): Promise<void> {
  const logger = createLogger();
  try {
    loadEnvFile();
    const { DRAIN_SECONDS, STOP_SECONDS, ...address } = readSettings(settings, process.env);
    const receiver = await startReceiver(process.env, logger);
    const server = await listen(receiver, address);
    const onSignal = (signal: NodeJS.Signals) => {
      if (receiver.isStopping) process.exit(1); // A second signal stops immediately.
      // Only a deployment has a load balancer that must notice; Ctrl+C does not wait for it.
      const drainMs = signal === 'SIGTERM' ? DRAIN_SECONDS * 1000 : 0;
      const limitMs = STOP_SECONDS * 1000;
      logger.info('stopping', { drainMs, limitMs });
      void stop(server, receiver, drainMs, limitMs).then(() => {
        logger.info('stopped');
        process.exit(0);
      });
    };
    process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
    logger.info('listening', { url: `${server.url}/webhooks/logto` });
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}

/** Reads .env, whose settings do not replace those of the environment; Deno's loadEnvFile replaces them. */
function loadEnvFile(): void {
  if (!existsSync('.env')) return;
  const environment = { ...process.env };
  process.loadEnvFile();
  Object.assign(process.env, environment);
}

async function stop(
  server: Server,
  receiver: Receiver,
  drainMs: number,
  limitMs: number,
): Promise<void> {
  const deadline = new AbortController();
  // Unlike that of AbortSignal.timeout, this timer keeps the process alive until then.
  setTimeout(() => deadline.abort(), limitMs);
  setTimeout(() => process.exit(1), limitMs + 3_000).unref();
  receiver.drain();
  const isOver = aborted(deadline.signal);
  await Promise.race([wait(drainMs), isOver]);
  await Promise.race([server.close(), wait(requestLimitMs), isOver]);
  await receiver.close(deadline.signal);
}

/** Returns one line for what a person can fix, and the whole error otherwise. */
function explain(error: unknown): unknown {
  if (error instanceof SettingsError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    const port = error instanceof Error && 'port' in error ? error.port : '';
    return `Port ${port} is already in use. Stop the program that uses it, or set PORT.`;
  }
  if (code === 'ECONNREFUSED') return 'The database refuses connections. Is DATABASE_URL right?';
  // Of the database or the system. Other fields of the error can contain the password.
  if (typeof code === 'string') return `The receiver cannot start: ${safeMessage(error)} (${code})`;
  return error;
}
