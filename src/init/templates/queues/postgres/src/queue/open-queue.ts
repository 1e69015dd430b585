import PgBoss from 'pg-boss';
import type { Env } from '../receiver/handler.ts';
import type { Logger } from '../receiver/logger.ts';
import type { Control } from './control.ts';
import { openEmbedded } from './embedded.ts';
import { readQueueSettings } from './settings.ts';

export const queueName = 'logto-webhooks';

/** What failed for good is kept so long, to be looked at and tried again. */
const keepFailedSeconds = 30 * 24 * 60 * 60;

export interface OpenQueue {
  readonly boss: PgBoss;
  /** Where others ask about an embedded database. */
  readonly control: Control | undefined;
  /** To be called after `boss.stop()`. */
  close(): Promise<void>;
}

/**
 * Opens the queue's database: PostgreSQL at DATABASE_URL, or else one embedded in this process.
 * @throws SettingsError where the embedded one is open in another process
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
  boss.on('error', (error) => logger.error('queue', error));
  await boss.start();
  await boss.createQueue(queueName, { name: queueName });
  if (embedded) await releaseOrphans(boss);
  return { boss, control: embedded?.control, close: async () => embedded?.close() };
}

/** Only one process has the embedded database, so what is active when it opens was cut off by a crash. */
async function releaseOrphans(boss: PgBoss): Promise<void> {
  const { rows } = await boss
    .getDb()
    .executeSql(`SELECT id FROM pgboss.job WHERE name = $1 AND state = 'active'`, [queueName]);
  for (const { id } of rows) {
    await boss.fail(queueName, String(id), {
      message: 'The process ended while this was in work.',
    });
  }
}
