import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
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
