import { randomBytes } from 'node:crypto';
import { type Dirent, readdirSync } from 'node:fs';
import path from 'node:path';
import { systemCode } from '../../errors.ts';
import { projectDirectory } from '../../workspace/project-directory.ts';
import { markerLength } from './frame.ts';

/**
 * The share of the history's size that a record counts toward. Requests without a valid signature have their
 * own, so that they cannot displace verified deliveries.
 */
export type Budget = 'verified' | 'unverified';

/**
 * A file of the history. Only the process that started it writes to it, so two listeners in one
 * directory never write to the same file.
 */
export interface Segment {
  readonly file: string;
  /** The bytes that each of its records starts with; part of the file's name. */
  readonly marker: Buffer;
  readonly budget: Budget;
}

/** An entry of the history's directory that is named like a segment. */
export interface SegmentEntry extends Segment {
  /** What it is instead of a regular file, such as `a directory`; null for a regular file. */
  readonly notFile: string | null;
}

/** Returns the directory of a project's history: `.logto-hooks/history`. @param cwd the working directory */
export function historyDirectory(cwd: string): string {
  return path.join(projectDirectory(cwd), '.logto-hooks', 'history');
}

/** Start time, marker, budget (none for `verified`) and version of the format. */
const nameShape = /^\d{8}T\d{9}Z-([\da-f]{16})(\.unverified)?\.v1$/;

export function nameSegment(directory: string, budget: Budget, begun: Date): Segment {
  const marker = randomBytes(markerLength);
  const time = begun.toISOString().replaceAll(/[-:.]/g, '');
  const suffix = budget === 'verified' ? '' : `.${budget}`;
  const file = path.join(directory, `${time}-${marker.toString('hex')}${suffix}.v1`);
  return { marker, file, budget };
}

/**
 * Returns the entries of a directory that are named like segments, oldest first; none if there is no
 * directory.
 * @throws the system's error if the directory cannot be read
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
