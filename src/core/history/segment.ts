import { randomBytes } from 'node:crypto';
import { type Dirent, readdirSync } from 'node:fs';
import path from 'node:path';
import { systemCode } from '../errors.ts';
import { markerLength } from './frame.ts';

/**
 * What is kept has two budgets, so that nobody who sends requests without a valid signature can
 * displace verified deliveries.
 */
export type Budget = 'verified' | 'unverified';

/**
 * One file of the history. Each belongs to the one process that began it, so that two listeners in
 * one directory never write to the same.
 */
export interface Segment {
  readonly file: string;
  /** What each of its records begins with; part of the file's name. */
  readonly marker: Buffer;
  readonly budget: Budget;
}

/** An entry of the history's directory that has the name of a segment. */
export interface SegmentEntry extends Segment {
  /** What it is where it is not a regular file, such as `a directory`; else null. */
  readonly notFile: string | null;
}

/** Returns the directory of a project's history: `.logto-hooks/history`. */
export function historyDirectory(cwd: string): string {
  return path.join(cwd, '.logto-hooks', 'history');
}

/** When it was begun, its marker, its budget unless that is `verified`, and the version of its format. */
const nameShape = /^\d{8}T\d{9}Z-([\da-f]{16})(\.unverified)?\.v1$/;

export function nameSegment(directory: string, budget: Budget, begun: Date): Segment {
  const marker = randomBytes(markerLength);
  const time = begun.toISOString().replaceAll(/[-:.]/g, '');
  const suffix = budget === 'verified' ? '' : `.${budget}`;
  const file = path.join(directory, `${time}-${marker.toString('hex')}${suffix}.v1`);
  return { marker, file, budget };
}

/**
 * Returns what a directory has under the names of segments, the one begun first at the beginning;
 * nothing where there is no directory.
 * @throws the system's error where the directory cannot be read
 */
export function listSegments(directory: string): SegmentEntry[] {
  return readEntries(directory).flatMap((entry) => {
    const [, marker, isUnverified] = nameShape.exec(entry.name) ?? [];
    if (marker === undefined) return [];
    return {
      file: path.join(directory, entry.name),
      marker: Buffer.from(marker, 'hex'),
      budget: isUnverified ? 'unverified' : 'verified',
      notFile: notFile(entry),
    };
  });
}

function notFile(entry: Dirent): string | null {
  if (entry.isFile()) return null;
  if (entry.isDirectory()) return 'a directory';
  return entry.isSymbolicLink() ? 'a symbolic link' : 'a special file';
}

function readEntries(directory: string): Dirent[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}
