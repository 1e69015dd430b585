import path from 'node:path';
import type { Delivery } from '../../core/delivery.ts';
import { systemCode, UsageError } from '../../core/errors.ts';
import { Recordings } from '../../core/fixtures/recordings.ts';
import { ensureStateDirectory } from '../../core/workspace/state-directory.ts';

/**
 * Saves a delivery's payload as a fixture, `.logto-hooks/fixtures/<Event>/<variant>.json`.
 * @returns the file, relative to `cwd`; null if there is one that differs only in `createdAt`
 * @throws UsageError if the body names no event, or the file cannot be written
 */
export async function saveFixture(
  { request, verification: { event } }: Delivery,
  cwd: string,
): Promise<string | null> {
  if (event === null)
    throw new UsageError('Only a payload that names its event can be saved as a fixture.');
  const text = request.body.toString();
  const payload: Record<string, unknown> = JSON.parse(text);
  const directory = ensureStateDirectory(cwd, 'fixtures');
  try {
    const recordings = new Recordings(directory);
    const file = await recordings.save(text, payload);
    return file === undefined ? null : path.relative(cwd, file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`It cannot be saved (${systemCode(error) ?? String(error)}).`, '', {
      cause: error,
    });
  }
}
