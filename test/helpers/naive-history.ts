import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** The content of a segment, in the format described in `core/history`. */
export interface NaiveSegment {
  readonly deliveries: readonly { readonly id: string; readonly body: Buffer }[];
  readonly damaged: number;
  readonly isIncomplete: boolean;
}

/** Reads a complete segment in memory with the simplest possible code. */
export function readNaively(file: string): NaiveSegment {
  const bytes = readFileSync(file);
  const marker = Buffer.from(/-([\da-f]{16})\./.exec(file)?.[1] ?? '', 'hex');
  const deliveries: { id: string; body: Buffer }[] = [];
  let damaged = 0;
  let start = 0;
  while (start < bytes.length) {
    const frame = frameAt(bytes, start, marker);
    if (typeof frame === 'object') {
      deliveries.push(frame);
      start = frame.end;
      continue;
    }
    const next = bytes.indexOf(marker, start + 1);
    if (frame === 'damaged' || next >= 0) damaged++;
    if (next < 0) return { deliveries, damaged, isIncomplete: frame === 'incomplete' };
    start = next;
  }
  return { deliveries, damaged, isIncomplete: false };
}

function frameAt(bytes: Buffer, start: number, marker: Buffer) {
  if (start + 64 > bytes.length) return 'incomplete';
  if (!bytes.subarray(start, start + 8).equals(marker)) return 'damaged';
  const [summary = 0, details = 0, body = 0, second = 0, third = 0] = [0, 1, 2, 3, 4].map((index) =>
    bytes.readUInt32LE(start + 20 + 4 * index),
  );
  const bodyStart = start + 64 + summary + details;
  const end = bodyStart + body + second + third;
  if (end > bytes.length) return 'incomplete';
  if (crc32(bytes.subarray(start + 12, end)) !== bytes.readUInt32LE(start + 8)) return 'damaged';
  const id = bytes.toString('latin1', start + 48, start + 48 + bytes.readUInt16LE(start + 18));
  return { id, body: bytes.subarray(bodyStart, bodyStart + body), end };
}
