import { type FileHandle, open, writeFile } from 'node:fs/promises';
import { firstPrevious, readLine } from './chain.ts';
import { AuditLogError, remember, type Tail } from './tail.ts';

/** How much of the end is read: several of the largest accepted payloads. */
const windowBytes = 32 * 1024 * 1024;

/**
 * Finds the end of the log. An entry that a crash left incomplete is moved to a file beside the log; its
 * job was not done, so it runs again.
 * @returns the end, and the number of incomplete bytes, if any
 * @throws AuditLogError if the last entry was changed, or written with another key
 */
export async function recover(
  file: string,
  key: string | undefined,
): Promise<{ tail: Tail; torn: number | undefined }> {
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const end = await readEnd(handle, size);
    const whole = end.lastIndexOf('\n') + 1;
    const torn = end.length - whole;
    if (torn > 0) {
      const time = new Date().toISOString().replaceAll(/[-:.]/g, '');
      await writeFile(`${file}.torn-${time}`, end.subarray(whole), { mode: 0o600 });
      await handle.truncate(size - torn);
    }
    const tail = tailOf(end.subarray(0, whole), size - torn, key);
    return { tail, torn: torn > 0 ? torn : undefined };
  } finally {
    await handle.close();
  }
}

async function readEnd(handle: FileHandle, size: number): Promise<Buffer> {
  const length = Math.min(size, windowBytes);
  const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
  // Unless it is the whole file, the first line is incomplete.
  return length < size ? buffer.subarray(buffer.indexOf('\n') + 1) : buffer;
}

function tailOf(lines: Buffer, size: number, key: string | undefined): Tail {
  const tail: Tail = { number: 0, hash: firstPrevious, size, deliveryIds: new Set() };
  const texts = lines.toString().split('\n').slice(0, -1);
  for (const text of texts) {
    const deliveryId = /"deliveryId":"([0-9a-f]{64})"/.exec(text)?.[1];
    if (deliveryId) remember(tail.deliveryIds, [deliveryId]);
  }
  const text = texts.at(-1);
  if (text === undefined) return tail;
  const last = readLine(text, key);
  if (!last?.isIntact) {
    throw new AuditLogError(
      'The last entry of the audit log was changed, or written with another AUDIT_LOG_KEY. Run: npm run verify',
    );
  }
  return { ...tail, number: last.number, hash: last.hash };
}
