import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { makeDirectory } from '../../core/workspace/make-directory.ts';

/*
 * Notes of the temporary webhooks that were made on this machine, a file each: written before a webhook
 * is made, removed once it is gone. What a killed process leaves behind is found by them, and by them
 * alone.
 */

const registeredWebhookSchema = z.object({
  /** Part of the webhook's name and, by its file, of the note's. */
  marker: z.string().regex(/^[\da-f]{16,}$/),
  /** Of the tenant. */
  endpoint: z.string(),
  /** Of this machine. */
  host: z.string(),
  /** Of the process that made it. */
  pid: z.number().int(),
});
export type RegisteredWebhook = z.infer<typeof registeredWebhookSchema>;

/** Who keeps notes, and where. */
export interface WebhookRegistry {
  readonly directory: string;
  readonly pid: number;
  /** Whether a process of this machine still runs. */
  readonly isRunning: (pid: number) => boolean;
}

/** @throws the system's error where it cannot be written */
export function registerWebhook(
  { directory, pid }: WebhookRegistry,
  marker: string,
  endpoint: string,
): void {
  makeDirectory(directory, 0o700);
  const note: RegisteredWebhook = { marker, endpoint, host: hostname(), pid };
  const text = `${JSON.stringify(note)}\n`;
  writeFileSync(fileOf(directory, marker), text, { flag: 'wx', mode: 0o600 });
}

export function unregisterWebhook({ directory }: WebhookRegistry, marker: string): void {
  rmSync(fileOf(directory, marker), { force: true });
}

/** Notes on a tenant whose process is gone; those of other machines, by a shared home, are not ours. */
export function listOrphans(
  { directory, pid, isRunning }: WebhookRegistry,
  endpoint: string,
): RegisteredWebhook[] {
  return readRegistry(directory).filter(
    (note) =>
      note.endpoint === endpoint &&
      note.host === hostname() &&
      // Containers give each process the same number: our own is no sign of life of another.
      (note.pid === pid || !isRunning(note.pid)),
  );
}

function readRegistry(directory: string): RegisteredWebhook[] {
  return namesIn(directory).flatMap((name) => {
    try {
      const note = registeredWebhookSchema.safeParse(
        JSON.parse(readFileSync(path.join(directory, name), 'utf8')),
      );
      return note.success ? [note.data] : [];
    } catch {
      return []; // Being written or removed just now.
    }
  });
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => name.endsWith('.json'));
  } catch {
    return []; // Nothing was ever noted here.
  }
}

function fileOf(directory: string, marker: string): string {
  return path.join(directory, `${marker}.json`);
}
