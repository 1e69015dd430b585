import type { Env, Handler } from '../receiver/handler.ts';
import { isTestRun, readSettings } from '../receiver/settings.ts';
import { databaseSettings, openDatabase } from '../sync-database/database.ts';
import { syncHandler } from '../sync-database/sync-handler.ts';

/** Keeps a users table in sync with Logto, and ends the sessions of deleted users. */
export async function createSyncDatabase(env: Env): Promise<Handler> {
  const settings = isTestRun(env) ? { DATABASE_DIRECTORY: 'memory://' } : env;
  return syncHandler(await openDatabase(readSettings(databaseSettings, settings)));
}
