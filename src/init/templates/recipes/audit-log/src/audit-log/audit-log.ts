import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { type Content, chainLine } from './chain.ts';
import { recover } from './recover.ts';
import { AuditLogError, remember, type Tail } from './tail.ts';

export interface AuditLog {
  /** Resolves when the entry is on disk. An entry with a known deliveryId is not written again. */
  append(content: Content): Promise<void>;
  /** Finishes writing and closes the file. */
  close(): Promise<void>;
}

interface PendingWrite {
  readonly content: Content;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens or creates the log, readable only by its owner.
 * @param key the key of the hashes, so that others cannot compute them
 */
export async function openAuditLog(file: string, key?: string): Promise<AuditLog> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const { tail, torn } = await recover(file, key);
  const handle = await open(file, 'a', 0o600);
  const pending: PendingWrite[] = [];
  let writing: Promise<void> | undefined;

  /** Writes pending entries in batches, so that many events share one disk write. */
  async function writePending(): Promise<void> {
    while (pending.length > 0) {
      const batch = pending.splice(0, 1000);
      try {
        await writeBatch(handle, batch, tail, key);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    writing = undefined;
  }

  const log: AuditLog = {
    append: (content) =>
      new Promise((resolve, reject) => {
        pending.push({ content, resolve, reject });
        writing ??= writePending();
      }),
    async close() {
      await writing;
      await handle.close();
    },
  };
  if (torn !== undefined) await log.append({ event: 'audit-log.torn', torn });
  return log;
}

async function writeBatch(
  handle: FileHandle,
  batch: readonly PendingWrite[],
  tail: Tail,
  key: string | undefined,
): Promise<void> {
  const { size } = await handle.stat();
  if (size !== tail.size) throw new AuditLogError('Another process writes to the audit log.');
  const { lines, ...next } = chainAll(batch, tail, key);
  try {
    await handle.appendFile(lines);
    await handle.datasync();
  } catch (error) {
    // Half an entry must not remain, because the next one is not chained to it.
    await handle.truncate(size);
    throw error;
  }
  tail.number = next.number;
  tail.hash = next.hash;
  tail.size += Buffer.byteLength(lines);
  remember(tail.deliveryIds, next.deliveryIds);
}

function chainAll(batch: readonly PendingWrite[], tail: Tail, key: string | undefined) {
  let { number, hash } = tail;
  let lines = '';
  const deliveryIds = new Set<string>();
  for (const { content } of batch) {
    const { deliveryId } = content;
    if (deliveryId !== undefined) {
      if (tail.deliveryIds.has(deliveryId) || deliveryIds.has(deliveryId)) continue;
      deliveryIds.add(deliveryId);
    }
    const next = chainLine(content, number + 1, hash, key);
    lines += next.line;
    number += 1;
    hash = next.hash;
  }
  return { lines, number, hash, deliveryIds };
}
