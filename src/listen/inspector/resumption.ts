import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureStateDirectory } from '../../core/workspace/signing-key.ts';

/** Lets a page that was open before a restart go on: it trades the token of an earlier run for the new one. */
export interface Resumption {
  /** Whether the token was one of an earlier run in this directory. */
  accepts(token: string): boolean;
}

interface EarlierRun {
  readonly sha256: string;
  /** Epoch milliseconds. */
  readonly until: number;
}

const file = 'inspector-runs.json';
const longest = 12 * 60 * 60 * 1000;
const atMost = 20;

/**
 * Remembers this run's token by its SHA-256 alone: 128 random bits cannot be found from it, so what
 * is on the disk opens nothing. Where nothing can be written, pages just cannot go on.
 * @param cwd the working directory; runs of another one are strangers
 */
export function rememberRun(cwd: string, token: string, now = Date.now()): Resumption {
  try {
    const directory = ensureStateDirectory(cwd);
    const earlier = readRuns(path.join(directory, file)).filter(({ until }) => until > now);
    const runs = [...earlier, { sha256: digest(token), until: now + longest }].slice(-atMost);
    const draft = path.join(directory, `${file}.${digest(token).slice(0, 12)}`);
    writeFileSync(draft, JSON.stringify(runs), { mode: 0o600 });
    renameSync(draft, path.join(directory, file));
    return { accepts: (given) => earlier.some(({ sha256 }) => sha256 === digest(given)) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { accepts: () => false };
  }
}

function readRuns(from: string): EarlierRun[] {
  try {
    const runs: unknown = JSON.parse(readFileSync(from, 'utf8'));
    return Array.isArray(runs) ? runs.filter(isRun) : [];
  } catch {
    return []; // None yet, or torn: then no page goes on.
  }
}

function isRun(value: unknown): value is EarlierRun {
  return (
    typeof value === 'object' &&
    value !== null &&
    'sha256' in value &&
    typeof value.sha256 === 'string' &&
    'until' in value &&
    typeof value.until === 'number'
  );
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
