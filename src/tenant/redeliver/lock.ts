import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { systemCode } from '../../core/errors.ts';
import { identifyProcess, isStillRunning } from '../../core/system/process-identity.ts';

const ownerSchema = z.object({
  pid: z.number(),
  /** When the process started. */
  started: z.string().optional(),
  /** True once it only finishes what is in progress. */
  isEnding: z.boolean(),
});

/** The numbers of processes, and which of them run. */
export interface Processes {
  readonly pid: number;
  isRunning(pid: number): boolean;
}

/** Milliseconds in which an owner whose user killed its command notices that. */
const ownerTimeoutMs = 2000;

/** Says who writes a journal: one process at a time. */
export class Lock {
  readonly #file: string;
  readonly #pid: number;

  private constructor(file: string, pid: number) {
    [this.#file, this.#pid] = [file, pid];
  }

  /**
   * Takes a lock, waiting for an owner that is about to end.
   * @param longest milliseconds to wait for it
   * @returns undefined if another one holds it and goes on
   */
  static async take(
    file: string,
    { pid, isRunning }: Processes,
    longest: number,
  ): Promise<Lock | undefined> {
    const started = Date.now();
    for (;;) {
      if (claim(file, pid)) return new Lock(file, pid);
      const owner = readOwner(file);
      const waited = Date.now() - started;
      // One that was killed has left it, maybe before it had written who it is.
      const isLeft = owner ? !isStillRunning(owner, isRunning) : waited > ownerTimeoutMs;
      if (isLeft) rmSync(file, { force: true });
      else if (owner && waited > (owner.isEnding ? longest : ownerTimeoutMs)) return undefined;
      await wait(20);
    }
  }

  /** Tells others that it is worth waiting. */
  announceEnd(): void {
    const owner = { ...identifyProcess(this.#pid), isEnding: true };
    writeFileSync(this.#file, JSON.stringify(owner));
  }

  release(): void {
    rmSync(this.#file, { force: true });
  }
}

function claim(file: string, pid: number): boolean {
  try {
    const owner = { ...identifyProcess(pid), isEnding: false };
    writeFileSync(file, JSON.stringify(owner), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined while it is being written, or is gone. */
function readOwner(file: string): z.infer<typeof ownerSchema> | undefined {
  try {
    return ownerSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
