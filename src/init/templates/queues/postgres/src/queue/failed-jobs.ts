import type { RequestListener } from 'node:http';
import type PgBoss from 'pg-boss';
import { z } from 'zod';
import { queueName } from './open-queue.ts';

const failedJobs = z.array(
  z.object({
    id: z.string(),
    handler: z.string(),
    event: z.string().nullable(),
    deliveryId: z.string(),
    failedAt: z.coerce.date(),
    attempts: z.coerce.number(),
    error: z.string().nullable(),
  }),
);

/** A job whose attempts all failed. */
export type FailedJob = z.output<typeof failedJobs>[number];

/** Returns the jobs whose attempts all failed, the oldest first. */
export async function listFailedJobs(boss: PgBoss): Promise<FailedJob[]> {
  const { rows } = await boss.getDb().executeSql(
    `SELECT id, data->>'handler' AS handler, data->>'deliveryId' AS "deliveryId",
       substring(data->>'rawBody' FROM '"event":"([^"]+)"') AS event,
       completed_on AS "failedAt", retry_count + 1 AS attempts, output->>'message' AS error
     FROM pgboss.job WHERE name = $1 AND state = 'failed' ORDER BY completed_on`,
    [queueName],
  );
  return failedJobs.parse(rows);
}

/** Queues all failed jobs again. Returns how many. */
export async function retryFailedJobs(boss: PgBoss): Promise<number> {
  const ids = (await listFailedJobs(boss)).map(({ id }) => id);
  if (ids.length > 0) await boss.retry(queueName, ids);
  return ids.length;
}

/** Responds to another process: GET lists the failed jobs, POST retries them. */
export function respondWithFailedJobs(boss: PgBoss): RequestListener {
  return async ({ method }, response) => {
    const result = method === 'POST' ? await retryFailedJobs(boss) : await listFailedJobs(boss);
    response.end(JSON.stringify(result));
  };
}

/** Parses the response to GET. @throws Error if it is not one */
export function parseFailedJobs(json: string): FailedJob[] {
  return failedJobs.parse(JSON.parse(json));
}
