import type { Env, Handler } from '../receiver/handler.ts';
import { readSettings } from '../receiver/settings.ts';
import { databaseSettings, openDatabase } from '../sync-database/database.ts';
import { syncHandler } from '../sync-database/sync-handler.ts';

/** Keeps a users table in step with Logto, and ends the sessions of deleted users. */
export async function createSyncDatabase(env: Env): Promise<Handler> {
  return syncHandler(await openDatabase(readSettings(databaseSettings, env)));
}
