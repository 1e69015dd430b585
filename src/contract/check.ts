import type { EventVariant } from './payloads/payload-source.ts';
import type { ReceiverClient } from './receiver/client.ts';
import type { Exchange } from './receiver/exchange.ts';
import type { CheckDescription, Severity } from './result.ts';
import type { RootCause } from './root-cause/root-cause.ts';

/**
 * When a check runs, and concurrently with which others. `first`: deliveries of every event. `parallel`: checks
 * that do not affect each other. `isolated`: checks that put load on the receiver or on its memory of
 * events. `forged`: deliveries that must be refused. `last`: checks that look at the whole run.
 */
export type Phase = 'first' | 'parallel' | 'isolated' | 'forged' | 'last';

/** A check and the code that runs it. */
export interface Check extends CheckDescription {
  readonly phase: Phase;
  /** Sends the deliveries of the check and judges the responses. */
  readonly run: (client: ReceiverClient) => Promise<Finding>;
}

/** The result of a check; absent fields are those of the check's description. */
export interface Finding {
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly severity?: Severity;
  readonly sent?: string;
  /** One line: the response, or why the check was skipped. */
  readonly answered: string;
  /** Whether there was no response; a repetition would cost another timeout. */
  readonly isSilent?: boolean;
  /** The check that reports this failure; if it runs, this one is skipped. */
  readonly belongsTo?: { readonly check: string; readonly why: string };
  /** The delivery that failed, for the search for its cause. */
  readonly failure?: { readonly variant: EventVariant; readonly exchange: Exchange };
  /** Why it failed, if known. */
  readonly cause?: RootCause;
}

export function passed(answered: string): Finding {
  return { status: 'passed', answered };
}

export function failed(sent: string, answered: string, severity?: Severity): Finding {
  return { status: 'failed', sent, answered, ...(severity ? { severity } : {}) };
}

/** Returns a finding for a skipped check. @param why one line: `No subscribed event carries a user.` */
export function skipped(why: string): Finding {
  return { status: 'skipped', answered: why };
}

/**
 * Leaves a failure to another check, which fails for the same reason and explains it better.
 * @param why the beginning of a sentence that ends in `see <check>`
 */
export function coveredBy(failure: Finding, check: string, why: string): Finding {
  return { ...failure, belongsTo: { check, why: `${why}; see ${check}.` } };
}
