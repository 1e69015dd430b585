import path from 'node:path';
import type { Delivery } from '../../core/delivery.ts';
import { systemCode, UsageError } from '../../core/errors.ts';
import { Recordings } from '../../core/fixtures/recordings.ts';
import { ensureStateDirectory } from '../../core/workspace/signing-key.ts';
import { fixturesDirectory } from './sample.ts';

/**
 * Saves a delivery's payload as a fixture, `.logto-hooks/fixtures/<Event>/<variant>.json`.
 * @returns the file, relative to `cwd`; null where one that differs in nothing but `createdAt` is there
 * @throws UsageError where the body names no event, or the file cannot be written
 */
export async function saveFixture(
  { received, verdict: { event } }: Delivery,
  cwd: string,
): Promise<string | null> {
  if (event === null) throw new UsageError('Only a payload that names its event can be a fixture.');
  const text = received.body.toString();
  const payload: Record<string, unknown> = JSON.parse(text);
  ensureStateDirectory(cwd);
  try {
    const recordings = new Recordings(path.join(cwd, fixturesDirectory));
    const file = await recordings.save(text, payload);
    return file === undefined ? null : path.relative(cwd, file);
  } catch (error) {
    throw new UsageError(`It cannot be saved (${systemCode(error) ?? String(error)}).`, '', {
      cause: error,
    });
  }
}
