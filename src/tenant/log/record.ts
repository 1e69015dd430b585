import { Recordings, type SavedFixture } from '../../core/fixtures/recordings.ts';
import { redactPayload } from '../../core/redact/redact.ts';
import type { LogEntry } from '../api/schemas.ts';
import { bodyOfEntry } from './body.ts';

/**
 * Saves logged deliveries as fixtures, `<Event>/<variant>.json`. One that differs from a saved one only in
 * its time is skipped.
 * @param redactionKey replaces personal data with pseudonyms of this key; undefined to save everything as
 * it is
 * @throws the system's error if the directory cannot be read or written
 */
export async function* recordEntries(
  entries: AsyncIterable<LogEntry>,
  directory: string,
  redactionKey: string | undefined,
): AsyncGenerator<SavedFixture> {
  const recordings = new Recordings(directory);
  for await (const entry of entries) {
    const payload = entry.payload.hookRequest?.body;
    const text = bodyOfEntry(entry)?.toString();
    if (!payload || text === undefined) continue;
    const { text: kept, replaced } =
      redactionKey === undefined ? { text, replaced: [] } : redactPayload(text, redactionKey);
    const file = await recordings.save(kept, payload);
    if (file !== undefined) yield { file, replaced };
  }
}
