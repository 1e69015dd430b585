import { z } from 'zod';
import type { Env } from '../receiver/handler.ts';
import { readSettings } from '../receiver/settings.ts';

const settings = z.object({
  DATABASE_URL: z.string().optional(),
  QUEUE_DIRECTORY: z.string().default('./data/queue'),
});

export type QueueSettings = z.output<typeof settings>;

/** Where the queue keeps its jobs. */
export function readQueueSettings(env: Env): QueueSettings {
  return readSettings(settings, env);
}
