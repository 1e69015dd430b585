import type { ReceiverClient } from './receiver-client.ts';
import type { CheckDescription, Severity } from './result.ts';

/**
 * When a check runs, and beside whom. `first`: the deliveries of every event. `forged`: what must be
 * refused. `aside`: what no other check can feel. `alone`: what loads the receiver or its memory of
 * events. `last`: what judges the run as a whole.
 */
export type Phase = 'first' | 'forged' | 'parallel' | 'isolated' | 'last';

/** A check, and how it is made. */
export interface Check extends CheckDescription {
  readonly phase: Phase;
  /** Sends what is to be sent, and judges the answers. */
  readonly run: (client: ReceiverClient) => Promise<Finding>;
}

/** What a check found; what it leaves out is as the check's description says. */
export interface Finding {
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly severity?: Severity;
  readonly sent?: string;
  /** One line: what was answered, or why the check was skipped. */
  readonly answered: string;
  /** Whether it failed for want of an answer, which is slow to find out again. */
  readonly isSilent?: boolean;
  /** The check that a failure belongs to; this one is then skipped, where that one runs. */
  readonly belongsTo?: { readonly check: string; readonly why: string };
}

export function passed(answered: string): Finding {
  return { status: 'passed', answered };
}

export function failed(sent: string, answered: string, severity?: Severity): Finding {
  return { status: 'failed', sent, answered, ...(severity ? { severity } : {}) };
}

/** @param why one line, such as `No subscribed event carries a user.` */
export function skipped(why: string): Finding {
  return { status: 'skipped', answered: why };
}

/**
 * Leaves a failure to another check, which fails for the same reason and says it better.
 * @param why the beginning of a sentence that ends in `see <check>`
 */
export function coveredBy(failure: Finding, check: string, why: string): Finding {
  return { ...failure, belongsTo: { check, why: `${why}; see ${check}.` } };
}
