import { createHash } from 'node:crypto';
import { closeSync, createReadStream, existsSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { stateFile } from '../../core/workspace/state-directory.ts';

/*
 * What was delivered again, to where, and what came of it: one line of JSON before a request leaves,
 * one when its answer is there, each written before anything else is done. Ids and a digest of the
 * endpoint are all it says; no payload, header or key.
 */

const recordSchema = z.object({
  /** ISO 8601. */
  at: z.string(),
  /** Of the log entry. */
  id: z.string(),
  /** Of the endpoint, whose own text may hold a secret. */
  to: z.string(),
  state: z.enum(['sent', 'delivered', 'failed']),
  /** Of the answer; null if there was none. */
  status: z.number().nullable().optional(),
});
type JournalRecord = z.infer<typeof recordSchema>;

/** What is known of deliveries to one endpoint. */
export interface JournalState {
  /** Ids of what got a 2xx. */
  readonly delivered: ReadonlySet<string>;
  /** Ids of what was sent by a run that was killed before it knew the answer. */
  readonly doubtful: ReadonlySet<string>;
}

/** The journal of a webhook, in the state directory of `cwd`; the directory is made. */
export function journalFile(cwd: string, webhookId: string): string {
  return stateFile(cwd, 'redeliveries', `${fileNameOf(webhookId)}.ndjson`);
}

/** What the journal calls an endpoint. */
export function endpointDigest(url: URL): string {
  return createHash('sha256').update(url.href).digest('base64url').slice(0, 22);
}

/** Reads what a journal knows of one endpoint; a line that a kill cut off is passed over. */
export async function readJournal(file: string, to: string): Promise<JournalState> {
  const delivered = new Set<string>();
  const doubtful = new Set<string>();
  if (!existsSync(file)) return { delivered, doubtful };
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const record = readRecord(line);
    if (record?.to !== to) continue;
    if (record.state === 'sent') doubtful.add(record.id);
    else doubtful.delete(record.id);
    if (record.state === 'delivered') delivered.add(record.id);
  }
  // Once arrived, whatever a later attempt of --again came to.
  for (const id of delivered) doubtful.delete(id);
  return { delivered, doubtful };
}

/** Appends to a journal; what `write` has returned from is there, even if we are killed then. */
export class Journal {
  readonly #descriptor: number;

  constructor(file: string) {
    this.#descriptor = openSync(file, 'a', 0o600);
    writeSync(this.#descriptor, '\n'); // Ends a line that a kill cut off; an empty one is nothing.
  }

  write(record: Omit<JournalRecord, 'at'>): void {
    writeSync(this.#descriptor, `${JSON.stringify({ at: new Date().toISOString(), ...record })}\n`);
  }

  close(): void {
    fsyncSync(this.#descriptor);
    closeSync(this.#descriptor);
  }
}

function readRecord(line: string): JournalRecord | undefined {
  try {
    return recordSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** Ids are Logto's, and letters and digits; another one could lead elsewhere. */
function fileNameOf(id: string): string {
  return /^[\w-]{1,64}$/.test(id) ? id : createHash('sha256').update(id).digest('hex');
}
