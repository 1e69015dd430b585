import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { identifyProcess, isStillRunning } from '../../core/system/process-identity.ts';
import { makeDirectory } from '../../core/workspace/make-directory.ts';

/*
 * The temporary webhooks that were created on this machine, a file each: written before a webhook is created,
 * removed once it is deleted. It finds what a killed process left behind.
 */

const registeredWebhookSchema = z.object({
  /** Part of the names of the webhook and of the file. */
  marker: z.string().regex(/^[\da-f]{16,}$/),
  /** Of the tenant. */
  endpoint: z.string(),
  /** Of this machine. */
  host: z.string(),
  /** Of the process that created it. */
  pid: z.number().int(),
  /** When that process started; files of earlier versions do not have it. */
  started: z.string().optional(),
});
export type RegisteredWebhook = z.infer<typeof registeredWebhookSchema>;

/** Where the files are, and how to tell whether a process runs. */
export interface WebhookRegistry {
  readonly directory: string;
  readonly pid: number;
  /** Whether a process of this machine still runs. */
  readonly isRunning: (pid: number) => boolean;
}

/** Registers a webhook. @throws the system's error if the file cannot be written */
export function registerWebhook(
  { directory, pid }: WebhookRegistry,
  marker: string,
  endpoint: string,
): void {
  makeDirectory(directory, 0o700);
  const registered = { marker, endpoint, host: hostname(), ...identifyProcess(pid) };
  const text = `${JSON.stringify(registered)}\n`;
  writeFileSync(fileOf(directory, marker), text, { flag: 'wx', mode: 0o600 });
}

export function unregisterWebhook({ directory }: WebhookRegistry, marker: string): void {
  rmSync(fileOf(directory, marker), { force: true });
}

/** Returns the webhooks of a tenant whose process has ended. Files of other machines, in a shared home, are skipped. */
export function listOrphans(
  { directory, pid, isRunning }: WebhookRegistry,
  endpoint: string,
): RegisteredWebhook[] {
  return readRegistry(directory).filter(
    (webhook) =>
      webhook.endpoint === endpoint &&
      webhook.host === hostname() &&
      !isOwnerRunning(webhook, { pid, isRunning }),
  );
}

/** Returns whether the owner runs. A file with our pid but no start time is from another container. */
function isOwnerRunning(
  { pid, started }: RegisteredWebhook,
  own: Pick<WebhookRegistry, 'pid' | 'isRunning'>,
): boolean {
  if (started === undefined && pid === own.pid) return false;
  return isStillRunning({ pid, started }, own.isRunning);
}

function readRegistry(directory: string): RegisteredWebhook[] {
  return namesIn(directory).flatMap((name) => {
    try {
      const read = registeredWebhookSchema.safeParse(
        JSON.parse(readFileSync(path.join(directory, name), 'utf8')),
      );
      return read.success ? [read.data] : [];
    } catch {
      return []; // Another process is writing or removing it.
    }
  });
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => name.endsWith('.json'));
  } catch {
    return []; // There is no registry yet.
  }
}

function fileOf(directory: string, marker: string): string {
  return path.join(directory, `${marker}.json`);
}
