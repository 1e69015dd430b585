import { mkdir } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { type Control, claimControl } from './control.ts';

/** PostgreSQL inside this process, in the form pg-boss takes. */
export interface Embedded {
  /** Where other processes ask about the queue; undefined for a database in memory. */
  readonly control: Control | undefined;
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  close(): Promise<void>;
}

/**
 * Opens the database in a directory, which one process at a time can do.
 * @param directory made where it is not there; `memory://` keeps nothing
 * @throws SettingsError where another process has it open
 */
export async function openEmbedded(directory: string): Promise<Embedded> {
  const inMemory = directory === 'memory://';
  if (!inMemory) await mkdir(directory, { recursive: true, mode: 0o700 });
  const control = inMemory ? undefined : await claimControl(directory);
  const database = await PGlite.create(directory);
  return {
    control,
    async executeSql(text, values) {
      if (values && values.length > 0) return database.query(text, values);
      const results = await database.exec(text); // Also several statements at once.
      return { rows: results.flatMap(({ rows }) => rows) };
    },
    async close() {
      await control?.close();
      await database.close();
    },
  };
}
