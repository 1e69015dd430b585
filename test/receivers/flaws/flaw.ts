import type { Steps } from '../receiver.ts';

/** A receiver that has one thing wrong, and the checks that say so. */
export interface Flaw {
  /** What is wrong with it, in kebab-case: the path at which it is served. */
  readonly name: string;
  /** The steps that differ from the good receiver's; made anew for each, for some have a memory. */
  readonly steps: () => Partial<Steps>;
  /** The checks that fail with severity `error`. */
  readonly fails?: readonly string[];
  /** Those that fail with severity `warn`. */
  readonly warns?: readonly string[];
}
