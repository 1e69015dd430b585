import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { type Content, chainLine } from './chain.ts';
import { recover } from './recover.ts';
import { AuditLogError, remember, type Tail } from './tail.ts';

export interface AuditLog {
  /** Resolves when the entry is on the disk. An entry with a deliveryId that is there is not written again. */
  append(content: Content): Promise<void>;
  /** Waits for what is being written, and closes the file. */
  close(): Promise<void>;
}

interface Waiting {
  readonly content: Content;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens the log, or begins one, readable by its owner alone. An end that was torn by a crash is put
 * aside first.
 * @param key what the chain is made with, if not everyone may be able to make one
 */
export async function openAuditLog(file: string, key?: string): Promise<AuditLog> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const { tail, torn } = await recover(file, key);
  const handle = await open(file, 'a', 0o600);
  const waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;

  /** Writes all that waits in one go, so that many events share one wait for the disk. */
  async function writeWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, 1000);
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
        waiting.push({ content, resolve, reject });
        writing ??= writeWaiting();
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
  batch: readonly Waiting[],
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
    // Half an entry must not stay: the next would be chained to one that is not there.
    await handle.truncate(size);
    throw error;
  }
  tail.number = next.number;
  tail.hash = next.hash;
  tail.size += Buffer.byteLength(lines);
  remember(tail.deliveryIds, next.deliveryIds);
}

function chainAll(batch: readonly Waiting[], tail: Tail, key: string | undefined) {
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
