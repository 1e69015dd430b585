import { createHash } from 'node:crypto';
import { closeSync, createReadStream, existsSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { stateFile } from '../../core/workspace/state-directory.ts';

/*
 * The journal of redeliveries: one line of JSON before a request is sent and one after its response, each
 * written before anything else happens. It contains ids and a digest of the endpoint, and no payload,
 * header or key.
 */

const recordSchema = z.object({
  /** ISO 8601. */
  at: z.string(),
  /** The id of the log entry. */
  id: z.string(),
  /** A digest of the endpoint, whose URL may contain a secret. */
  to: z.string(),
  state: z.enum(['sent', 'delivered', 'failed']),
  /** The status; null if there was no response. */
  status: z.number().nullable().optional(),
});
type JournalRecord = z.infer<typeof recordSchema>;

/** The state of deliveries to one endpoint. */
export interface JournalState {
  /** Ids that got a 2xx. */
  readonly delivered: ReadonlySet<string>;
  /** Ids that were sent by a run that was killed before it got the response. */
  readonly doubtful: ReadonlySet<string>;
}

/** Returns the file of a webhook's journal, in the state directory of `cwd`, which is created. */
export function journalFile(cwd: string, webhookId: string): string {
  return stateFile(cwd, 'redeliveries', `${fileNameOf(webhookId)}.ndjson`);
}

/** Returns the digest of an endpoint for the journal. */
export function endpointDigest(url: URL): string {
  return createHash('sha256').update(url.href).digest('base64url').slice(0, 22);
}

/** Reads the state of one endpoint from a journal; a truncated line is skipped. */
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
  // Delivered, whatever the result of a later attempt with --again.
  for (const id of delivered) doubtful.delete(id);
  return { delivered, doubtful };
}

/** Appends to a journal. A line is in the file when `write` returns, even if the process is killed then. */
export class Journal {
  readonly #descriptor: number;

  constructor(file: string) {
    this.#descriptor = openSync(file, 'a', 0o600);
    writeSync(this.#descriptor, '\n'); // Ends a truncated line; empty lines are skipped.
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

/** Logto's ids are letters and digits; anything else could lead to another directory. */
function fileNameOf(id: string): string {
  return /^[\w-]{1,64}$/.test(id) ? id : createHash('sha256').update(id).digest('hex');
}
