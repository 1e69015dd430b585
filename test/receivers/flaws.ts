import { behaviourFlaws } from './flaws/behavior.ts';
import { byteFlaws } from './flaws/bytes.ts';
import { eventFlaws } from './flaws/events.ts';
import type { Flaw } from './flaws/flaw.ts';
import { signatureFlaws } from './flaws/signatures.ts';

/** Receivers with one flaw each, and the checks that find it. */
export const flaws: readonly Flaw[] = [
  ...eventFlaws,
  ...signatureFlaws,
  ...byteFlaws,
  ...behaviourFlaws,
];
