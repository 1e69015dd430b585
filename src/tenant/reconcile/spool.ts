import { randomBytes } from 'node:crypto';
import { closeSync, createReadStream, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ensureStateDirectory } from '../../core/workspace/state-directory.ts';
import type { MissingEvent, MissingEventName } from './compare.ts';

/**
 * Stores missing events on disk, because there may be a million. All are found before the first is sent, so
 * that nothing is sent if the tenant fails halfway. Only the owner can read the file, which is deleted at the end.
 */
export class Spool {
  readonly counts = new Map<MissingEventName, number>();
  readonly #file: string;
  readonly #descriptor: number;

  /** @param cwd the working directory; the file is in its `.logto-hooks` */
  constructor(cwd: string) {
    const directory = ensureStateDirectory(cwd, 'reconcile');
    this.#file = path.join(directory, `${randomBytes(8).toString('hex')}.ndjson`);
    this.#descriptor = openSync(this.#file, 'wx', 0o600);
  }

  get size(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  add(gap: MissingEvent): void {
    writeSync(this.#descriptor, `${JSON.stringify(gap)}\n`);
    this.counts.set(gap.event, (this.counts.get(gap.event) ?? 0) + 1);
  }

  async *read(): AsyncGenerator<MissingEvent> {
    for await (const line of createInterface({ input: createReadStream(this.#file) })) {
      yield JSON.parse(line);
    }
  }

  remove(): void {
    closeSync(this.#descriptor);
    rmSync(this.#file, { force: true });
  }
}
