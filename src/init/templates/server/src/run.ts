import { existsSync } from 'node:fs';
import process from 'node:process';
import { z } from 'zod';
import { createLogger, type Logger } from './receiver/logger.ts';
import type { Receiver } from './receiver/receiver.ts';
import { readSettings, SettingsError } from './receiver/settings.ts';
import { startReceiver } from './receiver/start.ts';

/** How long a stop may take to finish what is in flight, in milliseconds; less than the 30 s of Kubernetes. */
const shutdownLimit = 25_000;

const settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
});

export type Address = z.output<typeof settings>;

export interface Server {
  /** Stops accepting, and resolves when every request that came has its answer. */
  close(): Promise<void>;
  readonly url: string;
}

/** Reads the settings, starts the receiver and its server, and stops both when the process is told to. */
export async function run(
  listen: (receiver: Receiver, address: Address) => Promise<Server>,
): Promise<void> {
  const logger = createLogger();
  try {
    if (existsSync('.env')) process.loadEnvFile();
    const address = readSettings(settings, process.env);
    const receiver = await startReceiver(process.env, logger);
    const server = await listen(receiver, address);
    stopOnSignal(server, receiver, logger);
    logger.info('listening', { url: `${server.url}/webhooks/logto` });
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}

function stopOnSignal(server: Server, receiver: Receiver, logger: Logger): void {
  const stop = async (signal: NodeJS.Signals) => {
    if (receiver.isClosing) process.exit(1); // A second signal: whoever sent it does not want to wait.
    logger.info('stopping', { signal });
    setTimeout(() => process.exit(1), shutdownLimit).unref();
    await Promise.all([server.close(), receiver.close()]);
    logger.info('stopped');
    process.exit(0);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
}

/** One line for what a person can mend; all there is for the rest. */
function explain(error: unknown): unknown {
  if (error instanceof SettingsError) return error.message;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return 'The port is in use. Set another in .env, such as PORT=3001.';
  return error;
}
