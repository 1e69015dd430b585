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

/** A job that failed as often as it is tried: a dead letter. */
export type FailedJob = z.output<typeof failedJobs>[number];

/** The jobs that failed for good, the oldest first. */
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

/** Has every job that failed for good tried again. @returns how many */
export async function retryFailedJobs(boss: PgBoss): Promise<number> {
  const failed = await listFailedJobs(boss);
  if (failed.length > 0)
    await boss.retry(
      queueName,
      failed.map(({ id }) => id),
    );
  return failed.length;
}

/** Answers the other process that asks: GET lists, POST tries again. */
export function answerFailedJobs(boss: PgBoss): RequestListener {
  return async ({ method }, response) => {
    const answer = method === 'POST' ? await retryFailedJobs(boss) : await listFailedJobs(boss);
    response.end(JSON.stringify(answer));
  };
}

/** Reads such a list. @throws where it is none */
export function parseFailedJobs(json: string): FailedJob[] {
  return failedJobs.parse(JSON.parse(json));
}
