import type { Steps } from '../receiver.ts';

/** A receiver with one flaw, and the checks that find it. */
export interface Flaw {
  /** The flaw, in kebab-case: the path at which it is served. */
  readonly name: string;
  /** Creates the steps that differ from the good receiver's; some keep state. */
  readonly steps: () => Partial<Steps>;
  /** The checks that fail with severity `error`. */
  readonly fails?: readonly string[];
  /** Those that fail with severity `warn`. */
  readonly warns?: readonly string[];
}
