import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { NewDelivery } from '../../src/core/history/record.ts';
import { parseLines, runCli } from './cli.ts';

/** Returns the history of a directory as `history export` prints it. */
export async function exportedHistory(cwd: string): Promise<Record<string, unknown>[]> {
  const { stdout } = await runCli(['history', 'export'], { cwd });
  return parseLines(stdout);
}

/** Returns the files of a directory's history, oldest first. */
export function segmentFiles(cwd: string): string[] {
  const directory = path.join(cwd, '.logto-hooks', 'history');
  return readdirSync(directory)
    .sort()
    .map((name) => path.join(directory, name));
}

/** Returns the contents of all files below a directory. */
export function allBytes(directory: string): Buffer {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Buffer.concat(
    files.map(({ parentPath, name }) => readFileSync(path.join(parentPath, name))),
  );
}

let created = 0;

/** Creates a delivery as the listener stores it, a millisecond later than the one before. */
export function newDelivery(changes: Partial<NewDelivery> = {}): NewDelivery {
  const body = Buffer.from('{"event":"PostSignIn","name":"Zoë 🦉"}');
  created++;
  return {
    type: 'delivery',
    id: `d${String(created).padStart(7, '0')}`,
    receivedAt: new Date(1_770_000_000_000 + created).toISOString(),
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
