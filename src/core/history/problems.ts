import { systemCode } from '../errors.ts';
import { DamagedRecord } from './frame-reader.ts';
import type { SegmentScan } from './index-segments.ts';
import type { FramePlace } from './scan.ts';

/** What cannot be read of one segment. */
export interface Problem {
  readonly file: string;
  /** How many of its records are damaged. */
  readonly damaged: number;
  /** Whether it ends in part of a record: its writer was stopped, or is still writing. */
  readonly isIncomplete: boolean;
  /** Why nothing of it can be read, such as `EACCES` or `it is a directory`; null where it can. */
  readonly unreadable: string | null;
}

/** Collects the records that turned out to be unreadable after they were indexed. */
export class ReadFailures {
  readonly #damaged = new Map<string, Set<number>>();
  readonly #unreadable = new Map<string, string>();

  /**
   * Adds what reading a record threw. A file that no longer exists has expired or was cleared, which
   * is not a problem.
   * @throws the error itself where it does not come from the file
   */
  add({ segment: { file }, position }: FramePlace, error: unknown): undefined {
    const code = systemCode(error);
    if (error instanceof DamagedRecord) {
      const positions = this.#damaged.get(file) ?? new Set();
      this.#damaged.set(file, positions.add(position));
    } else if (code === undefined) {
      throw error;
    } else if (code !== 'ENOENT') {
      this.#unreadable.set(file, code);
    }
  }

  /** Returns what is wrong with one segment; null where nothing is. */
  problemOf(file: string, { damaged, tail, unreadable }: SegmentScan): Problem | null {
    const problem = {
      file,
      damaged: damaged + (tail === 'damaged' ? 1 : 0) + (this.#damaged.get(file)?.size ?? 0),
      isIncomplete: tail === 'incomplete',
      unreadable: unreadable ?? this.#unreadable.get(file) ?? null,
    };
    const isSound = problem.damaged === 0 && !problem.isIncomplete && problem.unreadable === null;
    return isSound ? null : problem;
  }
}
