import type { RequestListener } from 'node:http';
import { asc } from 'drizzle-orm';
import type { z } from 'zod';
import { ask } from '../database/claim-directory.ts';
import { type Database, type databaseSettings, openDatabase } from './database.ts';
import { users } from './schema.ts';

const route = '/users';

/** Returns the users table as JSON lines. An embedded database that a receiver has open is asked for it. */
export async function exportUsers(settings: z.output<typeof databaseSettings>): Promise<string> {
  const { DATABASE_URL: url, DATABASE_DIRECTORY: directory } = settings;
  const received = url === undefined ? await ask(directory, 'GET', route) : undefined;
  if (received !== undefined) return received;
  const { db, close } = await openDatabase(settings);
  try {
    return await toLines(db);
  } finally {
    await close();
  }
}

/** Responds with the users table to other processes of this machine. */
export function exportListener(db: Database): RequestListener {
  return (request, response) => {
    if (request.url !== route) return void response.writeHead(404).end();
    toLines(db).then(
      (lines) => response.end(lines),
      () => response.destroy(),
    );
  };
}

async function toLines(db: Database): Promise<string> {
  const rows = await db.select().from(users).orderBy(asc(users.id));
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
