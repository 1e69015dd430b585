import { rmSync, statSync } from 'node:fs';
import { systemCode, UsageError } from '../errors.ts';
import { parseDuration, parseSize } from '../units.ts';
import { listSegments } from './segment.ts';

/** How much of the past is kept: whichever is reached first. */
export interface Retention {
  /** Milliseconds. */
  readonly age: number;
  readonly bytes: number;
}

export const defaultRetention: Retention = { age: 7 * 86_400_000, bytes: 1024 ** 3 };

/** For who only adds to a history: how long it is kept is its listener's to say. */
export const keepEverything: Retention = {
  age: Number.POSITIVE_INFINITY,
  bytes: Number.POSITIVE_INFINITY,
};

/**
 * Reads one limit as typed: a duration such as `7d`, or a size such as `500mb`.
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

/** How large and how old a segment may become, so that whole segments can be removed in time. */
export function segmentLimits({ age, bytes }: Retention): Retention {
  return { age: Math.min(age / 7, 86_400_000), bytes: Math.min(bytes / 8, 64 * 1024 ** 2) };
}

/**
 * Removes the segments whose last record is too old, and the oldest ones until what is left, and
 * one new segment, are small enough. A process that still writes to a removed one begins another.
 * What cannot be removed stays: new deliveries are kept all the same.
 */
export function removeExpired(directory: string, retention: Retention, now: Date): void {
  const oldest = now.getTime() - retention.age;
  let room = retention.bytes - segmentLimits(retention).bytes;
  const segments = listSegments(directory).filter(({ notFile }) => notFile === null);
  for (const { file } of segments.reverse()) {
    const { mtimeMs = 0, size = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
    room -= size;
    if (room < 0 || mtimeMs < oldest) removeFile(file);
  }
}

/** Returns why a file could not be removed; null where it no longer exists. */
export function removeFile(file: string): string | null {
  try {
    rmSync(file, { force: true });
    return null;
  } catch (error) {
    return systemCode(error) ?? String(error);
  }
}
