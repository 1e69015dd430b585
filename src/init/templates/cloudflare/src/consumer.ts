import type { JobMessage } from './cloudflare.ts';
import type { CreateHandler, Env } from './receiver/handler.ts';
import type { Logger } from './receiver/logger.ts';
import { describeJob, type RunJob } from './receiver/queue.ts';
import { createRunJob } from './receiver/run-job.ts';
import { isTestRun } from './receiver/settings.ts';

/** As in wrangler.jsonc: after these retries, a message goes to the dead-letter queue. */
const maxRetries = 10;

/**
 * Runs a batch of jobs. Handlers are created for each batch, because a Worker cannot use the connections
 * and timers of another invocation.
 */
export async function runJobs(
  messages: readonly JobMessage[],
  env: Env,
  createHandlers: readonly CreateHandler[],
  logger: Logger,
): Promise<void> {
  const handlers = await Promise.all(createHandlers.map((create) => create(env)));
  const run = createRunJob(handlers, logger, { isTestRun: isTestRun(env) });
  await Promise.all(messages.map((message) => attempt(message, run, logger)));
  await Promise.all(handlers.map((handler) => handler.close?.()));
}

/** Acknowledges or retries one message, independently of the others. */
async function attempt(message: JobMessage, run: RunJob, logger: Logger): Promise<void> {
  const { body, attempts } = message;
  try {
    await run(body);
    message.ack();
  } catch (error) {
    const delaySeconds = Math.min(5 * 2 ** (attempts - 1), 3600);
    const fields = { ...describeJob(body), attempts };
    if (attempts > maxRetries) {
      logger.error('all attempts failed: moved to the dead-letter queue', fields, error);
    } else {
      logger.warn('attempt failed', { ...fields, retryInSeconds: delaySeconds }, error);
    }
    message.retry({ delaySeconds });
  }
}
