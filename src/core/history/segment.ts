import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { systemCode } from '../errors.ts';
import { markerLength } from './frame.ts';

/**
 * One file of the history. Each belongs to the one process that began it, so that two listeners in
 * one directory never write to the same.
 */
export interface Segment {
  readonly file: string;
  /** What each of its records begins with; part of the file's name. */
  readonly marker: Buffer;
}

/** The history of a working directory: `.logto-hooks/history`. */
export function historyDirectory(cwd: string): string {
  return path.join(cwd, '.logto-hooks', 'history');
}

/** When it was begun, its marker, and the version of its format. */
const nameShape = /^\d{8}T\d{9}Z-([\da-f]{16})\.v1$/;

export function nameSegment(directory: string, begun: Date): Segment {
  const marker = randomBytes(markerLength);
  const time = begun.toISOString().replaceAll(/[-:.]/g, '');
  return { marker, file: path.join(directory, `${time}-${marker.toString('hex')}.v1`) };
}

/** The segments in a directory, the one begun first at the beginning; none where there is no directory. */
export function listSegments(directory: string): Segment[] {
  return readNames(directory).flatMap((name) => {
    const [, marker] = nameShape.exec(name) ?? [];
    if (marker === undefined) return [];
    return { file: path.join(directory, name), marker: Buffer.from(marker, 'hex') };
  });
}

function readNames(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
