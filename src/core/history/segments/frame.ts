import { crc32 } from 'node:zlib';

/**
 * A record as bytes. Numbers are little-endian.
 *
 *    0  marker       8  the segment's, random, so that no payload can contain it
 *    8  CRC          4  over bytes 12 to the end
 *   12  head CRC     4  over bytes 16 to the end of the summary
 *   16  kind         2
 *   18  id's length  2
 *   20  lengths     20  of the summary and of the parts
 *   40  time         8  milliseconds since 1970
 *   48  delivery id 16  ASCII
 *   64  summary, then the parts
 *
 * The head has its own checksum, so that lists need not read the parts.
 */
export interface Frame {
  readonly kind: FrameKind;
  /** The delivery's id, also for an attempt. */
  readonly id: string;
  readonly at: Date;
  /** JSON. */
  readonly summary: string;
  /** JSON. */
  readonly details: string;
  readonly bodies: readonly [Buffer, Buffer, Buffer];
}

/** JSON details and up to three bodies, as they are read. */
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

/** Offset of the first byte that a frame's checksum covers. */
export const checksumStart = 12;
/** Offset of the first byte that the head's checksum covers. */
const headChecksumStart = 16;

/**
 * Writes a record to the beginning of `bytes`, and returns its length.
 * @param marker the segment's
 * @param bytes with room for `frameLength(frame)`
 * @throws RangeError for an id of more than 16 characters
 */
export function writeFrame(frame: Frame, marker: Buffer, bytes: Buffer): number {
  const { kind, id, at, summary, details, bodies } = frame;
  if (id.length > longestId) throw new RangeError(`The id '${id}' is too long.`);
  bytes.fill(0, 0, fixedLength);
  marker.copy(bytes);
  bytes.writeUInt16LE(kinds.indexOf(kind), 16);
  bytes.writeUInt16LE(id.length, 18);
  bytes.writeDoubleLE(at.getTime(), 40);
  bytes.write(id, 48, 'latin1');

  const headEnd = fixedLength + bytes.write(summary, fixedLength);
  let end = headEnd + bytes.write(details, headEnd);
  let lengthAt = bytes.writeUInt32LE(headEnd - fixedLength, 20);
  lengthAt = bytes.writeUInt32LE(end - headEnd, lengthAt);
  for (const body of bodies) {
    end += body.copy(bytes, end);
    lengthAt = bytes.writeUInt32LE(body.length, lengthAt);
  }
  bytes.writeUInt32LE(crc32(bytes.subarray(headChecksumStart, headEnd)), 12);
  bytes.writeUInt32LE(crc32(bytes.subarray(checksumStart, end)), 8);
  return end;
}

/** Returns how many bytes a record takes. */
export function frameLength({ summary, details, bodies }: Frame): number {
  const texts = Buffer.byteLength(summary) + Buffer.byteLength(details);
  return bodies.reduce((sum, { length }) => sum + length, fixedLength + texts);
}

/** Returns the length in bytes that the frame in `bytes` claims; only its checksum proves it. */
export function claimedLength(bytes: Buffer): number {
  let length = fixedLength;
  for (let at = 20; at < 40; at += 4) length += bytes.readUInt32LE(at);
  return length;
}

/** Returns the length in bytes of the fixed head and the summary that the frame in `bytes` claims. */
export function claimedHeadLength(bytes: Buffer): number {
  return fixedLength + bytes.readUInt32LE(20);
}

/** Returns whether bytes start with the marker. @param bytes at least as long as the marker */
export function hasMarker(bytes: Buffer, marker: Buffer): boolean {
  return bytes.compare(marker, 0, markerLength, 0, markerLength) === 0;
}

/** Returns the checksum that the frame in `bytes` carries. */
export function readChecksum(bytes: Buffer): number {
  return bytes.readUInt32LE(8);
}

/** Returns whether `frame` is complete and unchanged. */
export function isSound(frame: Buffer, marker: Buffer): boolean {
  return hasMarker(frame, marker) && crc32(frame.subarray(checksumStart)) === readChecksum(frame);
}

/** Returns whether `head`, a fixed head with its summary, is complete and unchanged. */
export function isHeadSound(head: Buffer, marker: Buffer): boolean {
  const checksum = crc32(head.subarray(headChecksumStart));
  return hasMarker(head, marker) && checksum === head.readUInt32LE(12);
}

/** Reads the fixed head of a sound frame; its kind is undefined if a later version wrote it. */
export function readHead(
  fixed: Buffer,
): Omit<FrameHead, 'kind'> & { readonly kind: FrameKind | undefined } {
  return {
    kind: kinds[fixed.readUInt16LE(16)],
    id: fixed.toString('latin1', 48, 48 + Math.min(fixed.readUInt16LE(18), longestId)),
    at: fixed.readDoubleLE(40),
    headLength: claimedHeadLength(fixed),
    length: claimedLength(fixed),
  };
}

/** Returns the parts of a whole frame. */
export function readParts(frame: Buffer): FrameParts {
  let end = claimedHeadLength(frame);
  const part = (index: number) => {
    const start = end;
    end += frame.readUInt32LE(24 + index * 4);
    return frame.subarray(start, end);
  };
  return [part(0), part(1), part(2), part(3)];
}
