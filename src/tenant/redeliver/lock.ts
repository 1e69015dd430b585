import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { systemCode } from '../../core/errors.ts';
import { identifyProcess, isStillRunning } from '../../core/system/process-identity.ts';

const ownerSchema = z.object({
  pid: z.number(),
  /** When the process started. */
  started: z.string().optional(),
  /** Whether it only finishes running deliveries. */
  isEnding: z.boolean(),
});

/** The own pid, and whether another process runs. */
export interface Processes {
  readonly pid: number;
  isRunning(pid: number): boolean;
}

/** Milliseconds until an owner notices that its command was killed. */
const ownerTimeoutMs = 2000;

/** Ensures that one process at a time writes a journal. */
export class Lock {
  readonly #file: string;
  readonly #pid: number;

  private constructor(file: string, pid: number) {
    [this.#file, this.#pid] = [file, pid];
  }

  /**
   * Takes a lock, and waits for an owner that is about to end.
   * @param longest milliseconds to wait
   * @returns undefined if another process keeps it
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
      // A killed process leaves its lock behind, perhaps without a pid.
      const isLeft = owner ? !isStillRunning(owner, isRunning) : waited > ownerTimeoutMs;
      if (isLeft) rmSync(file, { force: true });
      else if (owner && waited > (owner.isEnding ? longest : ownerTimeoutMs)) return undefined;
      await wait(20);
    }
  }

  /** Tells waiting processes that the lock will be released. */
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

/** Returns undefined while the file is being written, or if it is gone. */
function readOwner(file: string): z.infer<typeof ownerSchema> | undefined {
  try {
    return ownerSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
