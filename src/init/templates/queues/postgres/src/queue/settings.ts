import { z } from 'zod';
import { databaseUrl } from '../database/database-url.ts';
import type { Env } from '../receiver/handler.ts';
import { isTestRun, readSettings } from '../receiver/settings.ts';

const settings = z.object({
  DATABASE_URL: databaseUrl,
  QUEUE_DIRECTORY: z.string().default('./data/queue'),
});

/** Reads where the queue stores its jobs. */
export function readQueueSettings(env: Env): z.output<typeof settings> {
  return isTestRun(env)
    ? { DATABASE_URL: undefined, QUEUE_DIRECTORY: 'memory://' }
    : readSettings(settings, env);
}
