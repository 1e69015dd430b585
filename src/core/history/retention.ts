import { renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { systemCode, UsageError } from '../errors.ts';
import { parseDuration, parseSize } from '../units.ts';
import { type Budget, listSegments } from './segments/segment.ts';

/** The limits of a history; the first one that is reached applies. */
export interface Retention {
  /** Milliseconds. */
  readonly age: number;
  readonly bytes: number;
}

export const defaultRetention: Retention = { age: 7 * 86_400_000, bytes: 1024 ** 3 };

/** For commands that only add to a history; its listener decides how long it is kept. */
export const keepEverything: Retention = {
  age: Number.POSITIVE_INFINITY,
  bytes: Number.POSITIVE_INFINITY,
};

/**
 * Parses a limit: a duration such as `7d`, or a size such as `500mb`.
 * @throws UsageError for anything else
 */
export function parseRetention(text: string): Partial<Retention> {
  try {
    return /b\s*$/i.test(text) ? { bytes: parseSize(text) } : { age: parseDuration(text) };
  } catch (cause) {
    throw new UsageError(
      `'${text}' is neither a duration nor a size.`,
      'Write a number with its unit, such as 7d or 500mb.',
      { cause },
    );
  }
}

/**
 * The share of the size that each budget gets; the age limit is the same for both. Segments of earlier
 * versions count as verified.
 */
const shares: Readonly<Record<Budget, number>> = { verified: 3 / 4, unverified: 1 / 4 };

export function shareOf({ age, bytes }: Retention, budget: Budget): Retention {
  return { age, bytes: bytes * shares[budget] };
}

/** Returns the limits of one segment, small enough to remove records by removing segments. */
export function segmentLimits({ age, bytes }: Retention): Retention {
  return { age: Math.min(age / 7, 86_400_000), bytes: Math.min(bytes / 8, 64 * 1024 ** 2) };
}

/**
 * Removes the segments of a budget whose last record is too old, then the oldest ones until the rest leaves
 * room for a new segment. A process that still writes to a removed segment starts another. A segment that
 * cannot be removed is kept.
 * @param limits of this budget
 * @param length bytes that are about to be written
 */
export function removeExpired(
  directory: string,
  budget: Budget,
  limits: Retention,
  length: number,
): void {
  const oldest = Date.now() - limits.age;
  let room = limits.bytes - Math.max(segmentLimits(limits).bytes, length);
  const segments = listSegments(directory).filter(
    (one) => one.budget === budget && one.notFile === null,
  );
  for (const { file } of segments.reverse()) {
    const { mtimeMs = 0, size = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
    room -= size;
    if (room < 0 || mtimeMs < oldest) removeFile(file);
  }
}

/** Removes a file. Returns the reason if that fails, else null. */
export function removeFile(file: string): string | null {
  try {
    rmSync(path.sep === '\\' ? moveAway(file) : file, { force: true });
    return null;
  } catch (error) {
    return systemCode(error) ?? String(error);
  }
}

/**
 * Renames a file. Windows may keep the name of a removed file while a process has it open, and that process
 * would not see that it was removed.
 * @returns the new path; the former one if the file cannot be renamed
 */
function moveAway(file: string): string {
  try {
    const away = `${file}.removed`;
    renameSync(file, away);
    return away;
  } catch {
    return file;
  }
}
