import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { NewDelivery } from '../../src/core/history/record.ts';
import { parseLines, runCli } from './cli.ts';

/** Everything in the history of a directory, as `history export` gives it. */
export async function exportedHistory(cwd: string): Promise<Record<string, unknown>[]> {
  const { stdout } = await runCli(['history', 'export'], { cwd });
  return parseLines(stdout);
}

/** The files of the history of a directory, the oldest first. */
export function segmentFiles(cwd: string): string[] {
  const directory = path.join(cwd, '.logto-hooks', 'history');
  return readdirSync(directory)
    .sort()
    .map((name) => path.join(directory, name));
}

/** The bytes of all files below a directory. */
export function allBytes(directory: string): Buffer {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Buffer.concat(
    files.map(({ parentPath, name }) => readFileSync(path.join(parentPath, name))),
  );
}

let minted = 0;

/** Makes a delivery as the listener keeps it; each is a millisecond later than the one before. */
export function newDelivery(changes: Partial<NewDelivery> = {}): NewDelivery {
  const body = Buffer.from('{"event":"PostSignIn","name":"Zoë 🦉"}');
  minted++;
  return {
    type: 'delivery',
    id: `d${String(minted).padStart(7, '0')}`,
    receivedAt: new Date(1_770_000_000_000 + minted).toISOString(),
    via: 'http',
    event: 'PostSignIn',
    hookId: null,
    signature: 'valid',
    diagnosis: null,
    isJson: true,
    known: true,
    consoleTest: false,
    drift: [],
    skipped: false,
    responded: 200,
    forward: null,
    words: 'somebody signed in',
    headers: ['Host', 'x', 'x-latin', '\u00e9', 'x-twice', '1', 'X-Twice', '2'],
    body,
    wireBody: body,
    ...changes,
  };
}
