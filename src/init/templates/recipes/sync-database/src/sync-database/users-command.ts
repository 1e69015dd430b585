import { existsSync } from 'node:fs';
import process from 'node:process';
import { asc } from 'drizzle-orm';
import { readSettings } from '../receiver/settings.ts';
import { databaseSettings, openDatabase } from './database.ts';
import { users } from './schema.ts';

/* npm run users: prints the users table as JSON lines. Stop a receiver with an embedded database first. */

if (existsSync('.env')) process.loadEnvFile();
const { db, close } = await openDatabase(readSettings(databaseSettings, process.env));
for (const user of await db.select().from(users).orderBy(asc(users.id))) {
  console.log(JSON.stringify(user));
}
await close();
