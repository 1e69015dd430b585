import { PGlite } from '@electric-sql/pglite';
import { type Claim, claimDirectory } from '../database/claim-directory.ts';

/** PostgreSQL inside this process, with the interface that pg-boss expects. */
export interface Embedded {
  /** Undefined for a database in memory. */
  readonly claim: Claim | undefined;
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  close(): Promise<void>;
}

/**
 * Opens the database in a directory, which is created if needed; `memory://` stores nothing.
 * @throws SettingsError if another process has it open
 */
export async function openEmbedded(directory: string): Promise<Embedded> {
  const claim = directory === 'memory://' ? undefined : await claimDirectory(directory);
  const database = await PGlite.create(directory);
  return {
    claim,
    async executeSql(text, values) {
      if (values && values.length > 0) return database.query(text, values);
      const results = await database.exec(text); // Can be several statements.
      return { rows: results.flatMap(({ rows }) => rows) };
    },
    async close() {
      await database.close();
      await claim?.release();
    },
  };
}
