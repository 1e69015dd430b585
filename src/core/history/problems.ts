import { systemCode } from '../errors.ts';
import { DamagedRecord } from './segments/frame-reader.ts';
import type { SegmentScan } from './segments/index-segments.ts';
import type { FramePlace } from './segments/scan.ts';

/** The unreadable parts of a segment. */
export interface Problem {
  readonly file: string;
  /** The number of damaged records. */
  readonly damaged: number;
  /** Whether it ends with part of a record: its writer was stopped, or is still writing. */
  readonly isIncomplete: boolean;
  /** Why the file cannot be read, such as `EACCES` or `it is a directory`; null if it can. */
  readonly unreadable: string | null;
}

/** Collects records that turned out to be unreadable after they were indexed. */
export class ReadFailures {
  readonly #damaged = new Map<string, Set<number>>();
  readonly #unreadable = new Map<string, string>();

  /**
   * Adds the error of reading a record. A file that no longer exists has expired or was cleared, which
   * is not a problem.
   * @throws the error itself if it does not come from the file
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

  /** Returns the problem of a segment; null if there is none. */
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
