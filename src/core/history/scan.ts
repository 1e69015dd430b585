import { open } from 'node:fs/promises';
import { FileWindow } from './file-window.ts';
import {
  claimedHeadLength,
  claimedLength,
  type FrameHead,
  fixedLength,
  isHeadSound,
  isSound,
  markerLength,
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
    return await scanFile(new FileWindow(handle, pieceSize), segment, from, size);
  } finally {
    await handle.close();
  }
}

async function scanFile(
  file: FileWindow,
  segment: Segment,
  from: number,
  size: number,
): Promise<Scan> {
  const places: FramePlace[] = [];
  let damaged = 0;
  let position = from;
  while (position < size) {
    const atHand = file.rest(position);
    let frame = frameAt(atHand, 0, segment);
    let offset = 0;
    for (; typeof frame === 'object'; frame = frameAt(atHand, offset, segment)) {
      places.push(toPlace(frame, segment, position + offset));
      offset += frame.length;
    }
    position += offset;
    if (frame === 'incomplete' && file.start !== position) {
      await file.load(position, Math.min(pieceSize, Math.max(0, size - position)));
      continue;
    }
    const large = await largeFrameAt(file, position, size, segment);
    if (large) {
      places.push(toPlace(large, segment, position));
      position += large.length;
      continue;
    }
    const next = await findMarker(file, position + 1, size, segment);
    if (next === undefined) return { places, end: position, damaged, torn: true };
    damaged++;
    position = next;
  }
  return { places, end: position, damaged, torn: false };
}

/** What begins at `offset`: a frame that is whole and sound, one that goes on beyond, or neither. */
function frameAt(
  bytes: Buffer,
  offset: number,
  { marker }: Segment,
): FrameHead | 'incomplete' | 'damaged' {
  if (offset + fixedLength > bytes.length) return 'incomplete';
  if (!isMarkerAt(bytes, offset, marker)) return 'damaged';
  const end = offset + claimedLength(bytes, offset);
  if (end > bytes.length) return 'incomplete';
  return (isSound(bytes, offset, end) && readHead(bytes, offset)) || 'damaged';
}

/** A frame that is too large for a piece: its head is sound, and another begins where it ends. */
async function largeFrameAt(
  file: FileWindow,
  position: number,
  size: number,
  { marker }: Segment,
): Promise<FrameHead | undefined> {
  if (position + pieceSize > size) return undefined;
  const fixed = await file.bytes(position, fixedLength);
  if (fixed.length < fixedLength) return undefined; // Cut off since we asked for its size.
  const length = claimedLength(fixed, 0);
  const isThere = isMarkerAt(fixed, 0, marker) && length > pieceSize && position + length <= size;
  if (!isThere) return undefined;
  const bytes = await file.bytes(position, claimedHeadLength(fixed, 0));
  if (!isHeadSound(bytes, 0, bytes.length)) return undefined;
  const end = position + length;
  const next = end === size ? marker : await file.bytes(end, markerLength);
  return isMarkerAt(next, 0, marker) ? readHead(bytes, 0) : undefined;
}

async function findMarker(
  file: FileWindow,
  from: number,
  size: number,
  { marker }: Segment,
): Promise<number | undefined> {
  const atHand = file.rest(from).indexOf(marker);
  if (atHand >= 0) return from + atHand;
  // Pieces overlap, so that a marker on the border of two is found.
  for (let position = from; position < size; position += pieceSize - markerLength) {
    const piece = await file.load(position, Math.min(pieceSize, size - position));
    const index = piece.indexOf(marker);
    if (index >= 0) return position + index;
  }
  return undefined;
}

function isMarkerAt(bytes: Buffer, offset: number, marker: Buffer): boolean {
  return (
    bytes.readUInt32LE(offset) === marker.readUInt32LE(0) &&
    bytes.readUInt32LE(offset + 4) === marker.readUInt32LE(4)
  );
}

function toPlace(head: FrameHead, segment: Segment, position: number): FramePlace {
  const { kind, id, at, headLength, length } = head;
  return { kind, id, at, headLength, length, segment, position };
}
