import { crc32 } from 'node:zlib';
import {
  checksumStart,
  claimedLength,
  type FrameHead,
  fixedLength,
  hasMarker,
  markerLength,
  readChecksum,
  readHead,
} from './frame.ts';
import type { Segment } from './segment.ts';
import { SegmentFile } from './segment-file.ts';

/** Where a record is. */
export interface FramePlace extends FrameHead {
  readonly segment: Segment;
  readonly position: number;
}

export interface Scan {
  /** Sound records, in the order they were written. */
  readonly places: readonly FramePlace[];
  /** Where to continue once the file has grown. */
  readonly end: number;
  /** How many damaged stretches there are between sound records. */
  readonly damaged: number;
  /**
   * What follows the last sound record: nothing, part of a record (its writer was stopped or is still
   * writing), or damage.
   */
  readonly tail: 'none' | 'incomplete' | 'damaged';
}

/**
 * Finds the records of a segment from `from` on and verifies their checksums. After a damaged record, it
 * continues at the next marker. Reads the file in chunks, so that large records need no more memory.
 * @throws the system's error if the file cannot be read
 */
export async function scanSegment(segment: Segment, from: number): Promise<Scan> {
  const file = await SegmentFile.open(segment.file);
  try {
    return await scanFile(file, segment, from, await file.size());
  } finally {
    await file.close();
  }
}

async function scanFile(
  file: SegmentFile,
  segment: Segment,
  from: number,
  size: number,
): Promise<Scan> {
  const places: FramePlace[] = [];
  let damaged = 0;
  let position = from;
  while (position < size) {
    const found = await checkFrame(file, segment.marker, position, size);
    if (typeof found === 'object') {
      const { kind, id, at, headLength, length } = found;
      // A kind that this version does not know was written by a later one.
      if (kind) places.push({ kind, id, at, headLength, length, segment, position });
      position += length;
      continue;
    }
    const next = await findMarker(file, segment.marker, position + 1);
    if (next === undefined) return { places, end: position, damaged, tail: found };
    damaged++;
    position = next;
  }
  return { places, end: position, damaged, tail: 'none' };
}

/** Returns the head of the frame at `position` if the whole frame is unchanged. */
async function checkFrame(
  file: SegmentFile,
  marker: Buffer,
  position: number,
  size: number,
): Promise<ReturnType<typeof readHead> | 'incomplete' | 'damaged'> {
  const chunk = await file.chunk(position, fixedLength);
  if (chunk.length < fixedLength) return 'incomplete';
  if (!hasMarker(chunk, marker)) return 'damaged';
  const length = claimedLength(chunk);
  if (position + length > size) return 'incomplete';
  const checksum =
    length <= chunk.length
      ? crc32(chunk.subarray(checksumStart, length))
      : await checksumOf(file, position + checksumStart, position + length);
  return checksum === readChecksum(chunk) ? readHead(chunk) : 'damaged';
}

/** Returns the CRC-32 of the bytes from `from` to `end`, which may not fit into memory. */
async function checksumOf(file: SegmentFile, from: number, end: number): Promise<number> {
  let checksum = 0;
  let position = from;
  while (position < end) {
    const chunk = (await file.chunk(position, 1)).subarray(0, end - position);
    if (chunk.length === 0) break; // Truncated since its size was read.
    checksum = crc32(chunk, checksum);
    position += chunk.length;
  }
  return checksum;
}

/** Returns the position of the first marker at `from` or after it. */
async function findMarker(
  file: SegmentFile,
  marker: Buffer,
  from: number,
): Promise<number | undefined> {
  let position = from;
  for (;;) {
    const chunk = await file.chunk(position, markerLength);
    const index = chunk.indexOf(marker);
    if (index >= 0) return position + index;
    if (chunk.length < markerLength) return undefined;
    // Chunks overlap, so that a marker that crosses the boundary of two is found.
    position += chunk.length - markerLength + 1;
  }
}
