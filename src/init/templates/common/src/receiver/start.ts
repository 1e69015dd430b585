import { z } from 'zod';
import { createHandlers } from '../handlers/index.ts';
import { createQueue } from '../queue/create-queue.ts';
import type { Env, Handler } from './handler.ts';
import { createLogger, type Logger } from './logger.ts';
import { createReceiver, type Receiver } from './receiver.ts';
import { createRunJob } from './run-job.ts';
import { isTestRun, readSettings } from './settings.ts';

const settings = z.object({ LOGTO_WEBHOOK_SIGNING_KEY: z.string() });

/**
 * Starts handlers, queue and receiver: everything behind the web framework. If a part cannot start, those
 * that did are closed, so that starting can be tried again.
 * @param env the settings documented in .env.example
 * @throws SettingsError naming the settings that are missing, such as the signing key
 */
export async function startReceiver(env: Env, logger: Logger = createLogger()): Promise<Receiver> {
  const { LOGTO_WEBHOOK_SIGNING_KEY: signingKey } = readSettings(settings, env);
  const handlers: Handler[] = [];
  try {
    for (const create of createHandlers) handlers.push(await create(env));
    const run = createRunJob(handlers, logger, { isTestRun: isTestRun(env) });
    const queue = await createQueue(env, run, logger);
    return createReceiver({ signingKey, handlers, queue, logger });
  } catch (error) {
    await Promise.allSettled(handlers.map((handler) => handler.close?.()));
    throw error;
  }
}
