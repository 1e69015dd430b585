import { type Finding, skipped } from '../check.ts';
import { checks } from '../checks.ts';
import type { CheckResult } from '../result.ts';
import type { RootCause, RootCauseId } from '../root-cause/root-cause.ts';
import type { Selected } from '../select.ts';

export interface FindingsOptions {
  /** Never printed, whatever a receiver responds. */
  readonly signingKey: string;
  readonly selected: readonly Selected[];
  /** Called with each result as soon as it is final; the order is that of the run. */
  readonly onResult?: (result: CheckResult) => void;
}

/** Why no event is accepted; one check reports it. */
export interface TotalFailure {
  /** The check that fails; by default, that of the first event. */
  readonly check?: string;
  readonly finding: Finding;
  /** One sentence for the checks that were not run. */
  readonly consequence: string;
}

/** The findings of a run, one for each check. */
export class Findings {
  readonly #options: FindingsOptions;
  readonly #results = new Map<string, CheckResult>();
  /** The checks whose results are held back until their cause is known; null if none are. */
  #held: Set<string> | null = null;

  constructor(options: FindingsOptions) {
    this.#options = options;
  }

  /** In the order of the list of checks. */
  get results(): CheckResult[] {
    const order = checks.map(({ id }) => id);
    return [...this.#results.values()].sort(
      (a, b) => order.indexOf(a.check.id) - order.indexOf(b.check.id),
    );
  }

  /** The cause that all errors have, or else all warnings; null if there are several, or a failure has none. */
  get onlyCause(): RootCause | null {
    const failures = this.results.filter(({ status }) => status === 'failed');
    const errors = failures.filter(({ severity }) => severity === 'error');
    const [first, ...others] = errors.length > 0 ? errors : failures;
    const cause = first?.cause ?? null;
    return others.every((other) => other.cause === cause) ? cause : null;
  }

  failed(id: string): boolean {
    return this.#results.get(id)?.status === 'failed';
  }

  /** Returns the cause with this id, if a result has it. */
  cause(id: RootCauseId): RootCause | undefined {
    return this.results.find(({ cause }) => cause?.id === id)?.cause ?? undefined;
  }

  /** Holds results back until `release`, so that their causes can be added. */
  hold(): void {
    this.#held = new Set();
  }

  /** Reports the results that were held back. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const id of held) {
      const result = this.#results.get(id);
      if (result) this.#options.onResult?.(result);
    }
  }

  /**
   * Adds a cause to failures that are held back; the first error with this cause reports it, or else the first
   * warning.
   * @returns the cause without the signing key
   */
  explain(cause: RootCause, ids: readonly string[]): RootCause {
    const concealed = this.#concealCause(cause);
    const results = ids.flatMap((id) => this.#results.get(id) ?? []);
    const isError = ({ severity }: CheckResult) => severity === 'error';
    for (const result of [...results.filter(isError), ...results.filter((one) => !isError(one))]) {
      this.#results.set(result.check.id, { ...result, ...this.#withLead(concealed) });
    }
    return this.#withLead(concealed).cause;
  }

  /** Reports the one check that explains why nothing is accepted, and skips all others. */
  reportTotalFailure({ check, finding, consequence }: TotalFailure): void {
    const id = this.#blamed(check);
    this.reportUnasked(id, finding);
    this.skipRest(consequence.endsWith('.') ? `${consequence} See ${id}.` : consequence);
  }

  /** Returns the check that fails: the given one if it runs, or that of an event. */
  #blamed(id: string | undefined): string {
    const events = this.#options.selected.filter((one) => one.check.id.startsWith('accepts/'));
    const [first] = events.filter(({ skipReason }) => skipReason === null);
    const [any] = checks;
    if (id !== undefined && (this.#runs(id) || !first)) return id;
    return first?.check.id ?? any?.id ?? '';
  }

  /** Reports a check that explains why others could not run, even if it was not selected. */
  reportUnasked(id: string, finding: Finding): void {
    const check = checks.find((one) => one.id === id);
    if (check && !this.#results.has(id)) this.report({ check, skipReason: null }, finding, 0);
  }

  /** Skips every check without a result. @param why the reason, unless the check has its own */
  skipRest(why: string): void {
    for (const one of this.#options.selected) {
      if (!this.#results.has(one.check.id)) this.report(one, skipped(one.skipReason ?? why), 0);
    }
  }

  /** Adds the result of a check, or replaces one that is held back. @param durationMs milliseconds that it took */
  report({ check }: Selected, finding: Finding, durationMs: number): void {
    const { belongsTo } = finding;
    const { status, sent, answered, severity, cause } =
      belongsTo && this.#runs(belongsTo.check) ? skipped(belongsTo.why) : finding;
    const { run, phase, ...description } = check;
    const result: CheckResult = {
      check: description,
      severity: severity ?? check.severity,
      status,
      sent: this.#conceal(sent ?? (status === 'skipped' ? '' : check.sends)),
      answered: this.#conceal(answered),
      remedy: check.remedy,
      cause: null,
      sameAs: null,
      durationMs,
      ...(cause ? this.#withLead(this.#concealCause(cause)) : {}),
    };
    this.#results.set(check.id, result);
    if (this.#held) this.#held.add(check.id);
    else this.#options.onResult?.(result);
  }

  #runs(id: string): boolean {
    return this.#options.selected.some((one) => one.check.id === id && one.skipReason === null);
  }

  /** Returns the cause of a result, and the check that already reports it. */
  #withLead(
    cause: RootCause,
  ): Pick<CheckResult, 'sameAs' | 'remedy'> & { readonly cause: RootCause } {
    for (const lead of this.#results.values()) {
      const known = lead.sameAs === null ? lead.cause : null;
      if (known?.id === cause.id && known.message === cause.message) {
        return { cause: known, remedy: known.remedy, sameAs: lead.check.id };
      }
    }
    return { cause, remedy: cause.remedy, sameAs: null };
  }

  #concealCause({ id, message, evidence, remedy }: RootCause): RootCause {
    return {
      id,
      message: this.#conceal(message),
      evidence: this.#conceal(evidence),
      remedy: this.#conceal(remedy),
    };
  }

  #conceal(text: string): string {
    const { signingKey } = this.#options;
    return signingKey.length < 8 ? text : text.replaceAll(signingKey, '<signing key>');
  }
}
