import { open } from 'node:fs/promises';
import { FileWindow } from './file-window.ts';
import {
  claimedLengths,
  type FrameHead,
  fixedLength,
  markerLength,
  partsAreSound,
  readHead,
} from './frame.ts';
import type { Segment } from './segment.ts';

/** Where a record is. */
export interface FramePlace extends FrameHead {
  readonly segment: Segment;
  readonly position: number;
}

export interface Scan {
  /** Sound records, in the order they were written. */
  readonly places: readonly FramePlace[];
  /** Where to go on once the file has grown. */
  readonly end: number;
  /** How many stretches of bytes between records were of no use. */
  readonly damaged: number;
  /** Whether the file ends in an incomplete record: its writer was stopped, or still writes. */
  readonly torn: boolean;
}

const pieceSize = 1024 * 1024;

/**
 * Finds the records of a segment from `from` on. What is damaged is left out: it goes on at the next
 * marker. A record that is larger than a piece is not read whole; that another record, or the end,
 * follows it must do.
 */
export async function scanSegment(segment: Segment, from: number): Promise<Scan> {
  const handle = await open(segment.file);
  try {
    const { size } = await handle.stat();
    const file = new FileWindow(handle, pieceSize);
    const places: FramePlace[] = [];
    let damaged = 0;
    let end = from;
    while (end < size) {
      const head = await soundFrameAt(file, end, size, segment.marker);
      if (head) {
        places.push({ ...head, segment, position: end });
        end += head.length;
        continue;
      }
      const next = await findMarker(file, end + 1, size, segment.marker);
      if (next === undefined) return { places, end, damaged, torn: true };
      damaged++;
      end = next;
    }
    return { places, end, damaged, torn: false };
  } finally {
    await handle.close();
  }
}

async function soundFrameAt(
  file: FileWindow,
  position: number,
  size: number,
  marker: Buffer,
): Promise<FrameHead | undefined> {
  const room = size - position;
  if (room < fixedLength) return undefined;
  const fixed = await file.bytes(position, fixedLength);
  if (!startsWith(fixed, marker)) return undefined;
  const { headLength, length } = claimedLengths(fixed);
  if (length > room) return undefined;

  const isSmall = length <= pieceSize;
  const bytes = await file.bytes(position, isSmall ? length : headLength);
  if (bytes.length < headLength) return undefined; // Cut off since we asked for its size.
  const head = readHead(bytes.subarray(0, headLength));
  if (!head) return undefined;
  const isSound = isSmall
    ? partsAreSound(bytes, head)
    : length === room || startsWith(await file.bytes(position + length, markerLength), marker);
  return isSound ? head : undefined;
}

async function findMarker(
  file: FileWindow,
  from: number,
  size: number,
  marker: Buffer,
): Promise<number | undefined> {
  // Pieces overlap, so that a marker on the border of two is found.
  for (let position = from; position < size; position += pieceSize - markerLength) {
    const piece = await file.bytes(position, Math.min(pieceSize, size - position));
    const index = piece.indexOf(marker);
    if (index >= 0) return position + index;
  }
  return undefined;
}

function startsWith(bytes: Buffer, marker: Buffer): boolean {
  return (
    bytes.length >= markerLength && bytes.compare(marker, 0, markerLength, 0, markerLength) === 0
  );
}
