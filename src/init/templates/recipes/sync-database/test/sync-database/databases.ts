import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** A database for tests, as settings of the recipe. */
export interface TestDatabase {
  readonly env: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

export type CreateDatabase = () => Promise<TestDatabase>;

const serverUrl = process.env.TEST_DATABASE_URL;

/** The embedded database, and the PostgreSQL server of TEST_DATABASE_URL, if it is set. */
export const databases: ReadonlyArray<readonly [string, CreateDatabase]> = [
  ['PGlite', async () => ({ env: { DATABASE_DIRECTORY: 'memory://' }, drop: async () => {} })],
  ...(serverUrl ? [['PostgreSQL', () => createOnServer(serverUrl)] as const] : []),
];

async function createOnServer(server: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await query(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const drop = () => query(server, `drop database ${name} with (force)`);
  return { env: { DATABASE_URL: url.href }, drop };
}

async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
}
