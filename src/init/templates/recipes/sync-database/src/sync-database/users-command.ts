import { existsSync } from 'node:fs';
import { asc } from 'drizzle-orm';
import { readSettings } from '../receiver/settings.ts';
import { databaseSettings, openDatabase } from './database.ts';
import { users } from './schema.ts';

/*
 * npm run users: the users table, a JSON object per line. The embedded database has room for one
 * process: stop the receiver first.
 */

if (existsSync('.env')) process.loadEnvFile('.env');
const { db, close } = await openDatabase(readSettings(databaseSettings, process.env));
for (const user of await db.select().from(users).orderBy(asc(users.id))) {
  console.log(JSON.stringify(user));
}
await close();
