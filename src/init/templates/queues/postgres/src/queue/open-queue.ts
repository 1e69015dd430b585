import PgBoss from 'pg-boss';
import type { Claim } from '../database/claim-directory.ts';
import type { Env } from '../receiver/handler.ts';
import type { Logger } from '../receiver/logger.ts';
import { openEmbedded } from './embedded.ts';
import { readQueueSettings } from './settings.ts';

export const queueName = 'logto-webhooks';

/** How long failed jobs are kept, so that they can be listed and retried. */
const keepFailedSeconds = 30 * 24 * 60 * 60;

export interface OpenQueue {
  readonly boss: PgBoss;
  /** Through it, other processes ask about an embedded database. */
  readonly claim: Claim | undefined;
  readonly isEmbedded: boolean;
  /** Call it after `boss.stop()`. */
  close(): Promise<void>;
}

/**
 * Opens the queue's database: PostgreSQL at DATABASE_URL, or one that is embedded in this process.
 * @throws SettingsError if the embedded one is open in another process
 */
export async function openQueue(env: Env, logger: Logger): Promise<OpenQueue> {
  const { DATABASE_URL: connectionString, QUEUE_DIRECTORY } = readQueueSettings(env);
  const embedded = connectionString ? undefined : await openEmbedded(QUEUE_DIRECTORY);
  const database = embedded
    ? { db: embedded }
    : { connectionString: connectionString ?? '', max: 8 };
  const boss = new PgBoss({
    ...database,
    archiveFailedAfterSeconds: keepFailedSeconds,
    maintenanceIntervalSeconds: 30,
  });
  boss.on('error', (error) => logger.error('queue', {}, error));
  try {
    await boss.start();
    await boss.createQueue(queueName, { name: queueName });
    if (embedded) await releaseOrphans(boss);
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    await embedded?.close();
    throw error;
  }
  const isEmbedded = embedded !== undefined;
  return { boss, claim: embedded?.claim, isEmbedded, close: async () => embedded?.close() };
}

/**
 * Retries the jobs that a crash interrupted, without the delay after a failure: no other process can be
 * running them.
 */
async function releaseOrphans(boss: PgBoss): Promise<void> {
  await boss.getDb().executeSql(
    `UPDATE pgboss.job SET start_after = now(), completed_on = now(),
       state = (CASE WHEN retry_count < retry_limit THEN 'retry' ELSE 'failed' END)::pgboss.job_state
     WHERE name = $1 AND state = 'active'`,
    [queueName],
  );
}
