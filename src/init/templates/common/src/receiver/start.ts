import { z } from 'zod';
import { createHandlers } from '../handlers/index.ts';
import { createQueue } from '../queue/create-queue.ts';
import type { Env } from './handler.ts';
import { createLogger, type Logger } from './logger.ts';
import { createReceiver, type Receiver } from './receiver.ts';
import { createRunJob } from './run-job.ts';
import { readSettings } from './settings.ts';

const settings = z.object({ LOGTO_WEBHOOK_SIGNING_KEY: z.string() });

/**
 * Starts everything behind the web framework: handlers, queue, receiver.
 * @param env where the settings are, as in .env.example
 * @throws SettingsError naming the setting that is missing, such as the signing key
 */
export async function startReceiver(env: Env, logger: Logger = createLogger()): Promise<Receiver> {
  const { LOGTO_WEBHOOK_SIGNING_KEY: signingKey } = readSettings(settings, env);
  const handlers = await Promise.all(createHandlers.map((create) => create(env)));
  const queue = await createQueue(env, createRunJob(handlers, logger), logger);
  return createReceiver({ signingKey, handlers, queue, logger });
}
