import { crc32 } from 'node:zlib';

/**
 * A record as bytes. Numbers are little-endian.
 *
 *    0  marker       8  random, of this segment: where a record begins, and no payload can forge it
 *    8  head CRC     4  over bytes 16 to the end of the summary
 *   12  parts CRC    4  over everything after the summary
 *   16  kind         4
 *   20  lengths     20  of the summary and of the parts
 *   40  time         8  milliseconds since 1970
 *   48  delivery id 16  ASCII, padded with zeros
 *   64  summary, then the parts
 *
 * The summary has a checksum of its own, so that a list need not read large parts.
 */
export interface Frame {
  readonly kind: FrameKind;
  /** Of the delivery, also where it records an attempt of it. */
  readonly id: string;
  readonly at: Date;
  /** JSON. */
  readonly summary: Buffer;
  readonly parts: FrameParts;
}

/** JSON details, and up to three bodies. */
export type FrameParts = readonly [Buffer, Buffer, Buffer, Buffer];

const kinds = ['delivery', 'attempt'] as const;

export type FrameKind = (typeof kinds)[number];

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

/** @param marker the segment's */
export function encodeFrame({ kind, id, at, summary, parts }: Frame, marker: Buffer): Buffer {
  const head = Buffer.alloc(fixedLength);
  marker.copy(head);
  head.writeUInt32LE(checksum(parts), 12);
  head.writeUInt32LE(kinds.indexOf(kind), 16);
  for (const [index, { length }] of [summary, ...parts].entries()) {
    head.writeUInt32LE(length, 20 + index * 4);
  }
  head.writeDoubleLE(at.getTime(), 40);
  head.write(id, 48, 16, 'latin1');
  head.writeUInt32LE(checksum([head.subarray(16), summary]), 8);
  return Buffer.concat([head, summary, ...parts]);
}

/** The lengths that a head claims; whether they are true, `readHead` says. */
export function claimedLengths(fixed: Buffer): Pick<FrameHead, 'headLength' | 'length'> {
  const [summary = 0, ...parts] = lengthsOf(fixed);
  const headLength = fixedLength + summary;
  return { headLength, length: parts.reduce((sum, part) => sum + part, headLength) };
}

/**
 * Reads the fixed head and the summary of a frame.
 * @param bytes exactly those
 * @returns undefined where they are damaged
 */
export function readHead(bytes: Buffer): FrameHead | undefined {
  const kind = kinds[bytes.readUInt32LE(16)];
  if (!kind || crc32(bytes.subarray(16)) !== bytes.readUInt32LE(8)) return undefined;
  const id = bytes.toString('latin1', 48, 64).replace(/\0+$/, '');
  return { kind, id, at: bytes.readDoubleLE(40), ...claimedLengths(bytes) };
}

/** Whether the parts of a whole frame are as they were written. */
export function partsAreSound(
  frame: Buffer,
  { headLength }: Pick<FrameHead, 'headLength'>,
): boolean {
  return checksum([frame.subarray(headLength)]) === frame.readUInt32LE(12);
}

/** The parts of a whole frame. */
export function readParts(frame: Buffer): FrameParts {
  const [summary = 0, ...lengths] = lengthsOf(frame);
  let end = fixedLength + summary;
  const part = (index: number) => {
    const start = end;
    end += lengths[index] ?? 0;
    return frame.subarray(start, end);
  };
  return [part(0), part(1), part(2), part(3)];
}

/** zlib takes no bytes at all for a new beginning, so empty parts are left out. */
function checksum(parts: readonly Buffer[]): number {
  return parts.reduce((crc, part) => (part.length > 0 ? crc32(part, crc) : crc), 0);
}

function lengthsOf(fixed: Buffer): number[] {
  return [20, 24, 28, 32, 36].map((offset) => fixed.readUInt32LE(offset));
}
