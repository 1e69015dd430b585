import type { RootCause } from './root-cause/root-cause.ts';
import type { Framework } from './snippets/snippet.ts';

/** The groups of checks; `--only` and `--skip` take them as well as ids. */
export const groups = ['accepts', 'rejects', 'bytes', 'tolerates', 'behaves'] as const;

/** A group of checks. */
export type Group = (typeof groups)[number];

/**
 * Whether a failed check fails the run. `error`: a real Logto of some version can cause it, or an
 * attacker can use it. `warn`: it is only fragile.
 */
export type Severity = 'error' | 'warn';

/** The description of a check. */
export interface CheckDescription {
  /** Stable: `rejects/unsigned`, `accepts/User.Created`. */
  readonly id: string;
  readonly group: Group;
  readonly severity: Severity;
  /** One line, with the fact about Logto behind it. */
  readonly why: string;
  /** Its deliveries, in one line. */
  readonly sends: string;
  /** How to fix a receiver that fails it, in one or two sentences. */
  readonly remedy: string;
  /** Code that passes it, by framework; absent if code does not fix it. */
  readonly snippets?: Readonly<Partial<Record<Framework, string>>>;
}

/** The result of one check. */
export interface CheckResult {
  readonly check: CheckDescription;
  /** The severity of this failure, which may be lower than that of the check. */
  readonly severity: Severity;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** The deliveries, in one line. */
  readonly sent: string;
  /** The response, or why the check was skipped, in one line. */
  readonly answered: string;
  /** How to fix the failure; the check's own remedy unless the cause is known. */
  readonly remedy: string;
  /** Why it failed, if that is known. */
  readonly cause: RootCause | null;
  /** The check whose failure has the same cause and is reported first; null if there is none. */
  readonly sameAs: string | null;
  readonly durationMs: number;
}

/** The result of a run. */
export interface ContractOutcome {
  /** In the order of the list of checks. */
  readonly results: readonly CheckResult[];
  /** The cause of the failures, if there is one for all. */
  readonly cause: RootCause | null;
  /** Whether the receiver refuses every event, so that nothing else could be checked. */
  readonly refusesEverything: boolean;
  /** The receiver's framework; null if unknown. */
  readonly framework: Framework | null;
}

export interface ContractReport extends ContractOutcome {
  /** The receiver's URL. */
  readonly to: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  /** Whether a warning fails the run as well (`--strict`). */
  readonly strict: boolean;
  /** The end of the output of a started receiver; null if none was started. */
  readonly output: string | null;
}

/** Returns whether a result fails the run; with `strict`, warnings do, too. */
export function isFatal({ status, severity }: CheckResult, strict: boolean): boolean {
  return status === 'failed' && (strict || severity === 'error');
}

export interface Tally {
  readonly passed: number;
  /** Failed with severity `error`. */
  readonly failed: number;
  /** Failed with severity `warn`. */
  readonly warned: number;
  readonly skipped: number;
}

/** Counts results; each is counted once. */
export function tally(results: readonly CheckResult[]): Tally {
  const count = (matches: (result: CheckResult) => boolean) => results.filter(matches).length;
  return {
    passed: count(({ status }) => status === 'passed'),
    failed: count(({ status, severity }) => status === 'failed' && severity === 'error'),
    warned: count(({ status, severity }) => status === 'failed' && severity === 'warn'),
    skipped: count(({ status }) => status === 'skipped'),
  };
}
