import { crc32 } from 'node:zlib';

/**
 * A record as bytes. Numbers are little-endian.
 *
 *    0  marker       8  random, of this segment: where a record begins, and no payload can forge it
 *    8  CRC          4  over bytes 12 to the end
 *   12  head CRC     4  over bytes 16 to the end of the summary
 *   16  kind         2
 *   18  id's length  2
 *   20  lengths     20  of the summary and of the parts
 *   40  time         8  milliseconds since 1970
 *   48  delivery id 16  ASCII
 *   64  summary, then the parts
 *
 * The head has a checksum of its own, so that a list need not read large parts.
 */
export interface Frame {
  readonly kind: FrameKind;
  /** Of the delivery, also where it records an attempt of it. */
  readonly id: string;
  readonly at: Date;
  /** JSON. */
  readonly summary: string;
  /** JSON. */
  readonly details: string;
  readonly bodies: readonly [Buffer, Buffer, Buffer];
}

/** JSON details, and up to three bodies, as they are read back. */
export type FrameParts = readonly [Buffer, Buffer, Buffer, Buffer];

const kinds = ['delivery', 'attempt'] as const;

type FrameKind = (typeof kinds)[number];

export interface FrameHead {
  readonly kind: FrameKind;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Bytes up to the parts: the fixed head and the summary. */
  readonly headLength: number;
  /** Bytes of the whole frame. */
  readonly length: number;
}

export const fixedLength = 64;
export const markerLength = 8;
const longestId = 16;

/** Batches up to this length go to memory that is kept: at 1,000 deliveries a second most of them do. */
const keptLength = 256 * 1024;

/** Puts frames one after the other, each written once, straight to its place. */
export class FrameEncoder {
  readonly #kept = Buffer.allocUnsafeSlow(keptLength);

  /**
   * @param marker the segment's
   * @returns valid until the next call
   * @throws RangeError for an id of more than 16 characters
   */
  encode(frames: readonly Frame[], marker: Buffer): Buffer {
    let most = 0;
    for (const frame of frames) most += mostBytes(frame);
    const bytes = most <= keptLength ? this.#kept : Buffer.allocUnsafeSlow(most);
    let end = 0;
    for (const frame of frames) end = writeFrame(bytes, end, frame, marker);
    return bytes.subarray(0, end);
  }
}

/** No character takes more than three bytes of UTF-8 for each of its UTF-16 code units. */
function mostBytes({ summary, details, bodies: [first, second, third] }: Frame): number {
  const texts = 3 * (summary.length + details.length);
  return fixedLength + texts + first.length + second.length + third.length;
}

/** @returns where the frame ends */
function writeFrame(
  bytes: Buffer,
  start: number,
  { kind, id, at, summary, details, bodies }: Frame,
  marker: Buffer,
): number {
  if (id.length > longestId) throw new RangeError(`The id '${id}' is too long.`);
  bytes.fill(0, start, start + fixedLength);
  marker.copy(bytes, start);
  bytes.writeUInt16LE(kinds.indexOf(kind), start + 16);
  bytes.writeUInt16LE(id.length, start + 18);
  bytes.writeDoubleLE(at.getTime(), start + 40);
  bytes.write(id, start + 48, 'latin1');

  const headEnd = writePart(bytes, start, 0, start + fixedLength, summary);
  let end = writePart(bytes, start, 1, headEnd, details);
  for (const [index, body] of bodies.entries()) {
    end = writePart(bytes, start, index + 2, end, body);
  }
  bytes.writeUInt32LE(crc32(bytes.subarray(start + 16, headEnd)), start + 12);
  bytes.writeUInt32LE(crc32(bytes.subarray(start + 12, end)), start + 8);
  return end;
}

/**
 * Writes a part of the frame that begins at `start`, and its length into the frame's head.
 * @param index 0 for the summary, 1 for the details, then the bodies
 * @returns where the part ends
 */
function writePart(
  bytes: Buffer,
  start: number,
  index: number,
  place: number,
  part: string | Buffer,
): number {
  const length = typeof part === 'string' ? bytes.write(part, place) : part.copy(bytes, place);
  bytes.writeUInt32LE(length, start + 20 + index * 4);
  return place + length;
}

/** Bytes of the frame that begins at `offset`, as it claims; whether that is true, a checksum says. */
export function claimedLength(bytes: Buffer, offset: number): number {
  let length = fixedLength;
  for (let at = offset + 20; at < offset + 40; at += 4) length += bytes.readUInt32LE(at);
  return length;
}

/** Bytes of the fixed head and the summary of the frame that begins at `offset`, as it claims. */
export function claimedHeadLength(bytes: Buffer, offset: number): number {
  return fixedLength + bytes.readUInt32LE(offset + 20);
}

/** Whether the whole frame from `offset` to `end` is as it was written. */
export function isSound(bytes: Buffer, offset: number, end: number): boolean {
  return crc32(bytes.subarray(offset + 12, end)) === bytes.readUInt32LE(offset + 8);
}

/** Whether the fixed head and the summary from `offset` to `end` are as they were written. */
export function isHeadSound(bytes: Buffer, offset: number, end: number): boolean {
  return crc32(bytes.subarray(offset + 16, end)) === bytes.readUInt32LE(offset + 12);
}

/** Reads the head of a sound frame that begins at `offset`; undefined for a kind of a later version. */
export function readHead(bytes: Buffer, offset: number): FrameHead | undefined {
  const kind = kinds[bytes.readUInt16LE(offset + 16)];
  if (!kind) return undefined;
  const idEnd = offset + 48 + bytes.readUInt16LE(offset + 18);
  return {
    kind,
    id: bytes.toString('latin1', offset + 48, idEnd),
    at: bytes.readDoubleLE(offset + 40),
    headLength: claimedHeadLength(bytes, offset),
    length: claimedLength(bytes, offset),
  };
}

/** The parts of a whole frame. */
export function readParts(frame: Buffer): FrameParts {
  let end = claimedHeadLength(frame, 0);
  const part = (index: number) => {
    const start = end;
    end += frame.readUInt32LE(24 + index * 4);
    return frame.subarray(start, end);
  };
  return [part(0), part(1), part(2), part(3)];
}
