import type { RequestListener } from 'node:http';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { claimDirectory } from '../database/claim-directory.ts';
import { databaseUrl } from '../database/database-url.ts';
import * as schema from './schema.ts';

export const databaseSettings = z.object({
  DATABASE_URL: databaseUrl,
  DATABASE_DIRECTORY: z.string().default('data/database'),
});

/** PostgreSQL, external or embedded. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

export interface OpenDatabase {
  readonly db: Database;
  /** Responds to other processes that ask for an embedded database. */
  respond(listener: RequestListener): void;
  close(): Promise<void>;
}

/** Relative to the working directory, which is the project's. */
const migrations = { migrationsFolder: 'drizzle', migrationsTable: 'sync_database' };

const options = { schema, casing: 'snake_case' } as const;

/**
 * Opens the database and migrates its tables.
 * @throws SettingsError if an embedded database is open in another process
 */
export async function openDatabase(
  settings: z.output<typeof databaseSettings>,
): Promise<OpenDatabase> {
  const { DATABASE_URL: url, DATABASE_DIRECTORY: directory } = settings;
  return url === undefined ? openEmbedded(directory) : openServer(url);
}

async function openEmbedded(directory: string): Promise<OpenDatabase> {
  const { PGlite } = await import('@electric-sql/pglite');
  const { drizzle } = await import('drizzle-orm/pglite');
  const { migrate } = await import('drizzle-orm/pglite/migrator');
  const claim = directory.startsWith('memory://') ? undefined : await claimDirectory(directory);
  const client = await PGlite.create(directory);
  const db = drizzle(client, options);
  await migrate(db, migrations);
  return {
    db,
    respond: (listener) => claim?.respond(listener),
    async close() {
      await client.close();
      await claim?.release();
    },
  };
}

async function openServer(connectionString: string): Promise<OpenDatabase> {
  const { Pool } = (await import('pg')).default;
  const { drizzle } = await import('drizzle-orm/node-postgres');
  const { migrate } = await import('drizzle-orm/node-postgres/migrator');
  const pool = new Pool({
    connectionString,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 30_000,
  });
  // The pool replaces broken idle connections; without a listener they would end the process.
  pool.on('error', () => {});
  const client = await pool.connect().catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  try {
    // One receiver at a time migrates; the number identifies the lock.
    await client.query('select pg_advisory_lock(7203041)');
    await migrate(drizzle(client, options), migrations);
    await client.query('select pg_advisory_unlock(7203041)');
  } finally {
    client.release();
  }
  return { db: drizzle(pool, options), respond: () => {}, close: () => pool.end() };
}
