import { type Finding, skipped } from './check.ts';
import { checks } from './checks.ts';
import type { CheckResult } from './result.ts';
import type { RootCause } from './root-cause.ts';
import type { Selected } from './select.ts';

export interface FindingsOptions {
  /** Never told, whatever a receiver answers. */
  readonly signingKey: string;
  readonly selected: readonly Selected[];
  /** Called with each result as soon as it is known; the order is that of the run. */
  readonly onResult?: (result: CheckResult) => void;
}

/** What a run has found, of each check once, as it is told. */
export class Findings {
  readonly #options: FindingsOptions;
  readonly #results = new Map<string, CheckResult>();

  constructor(options: FindingsOptions) {
    this.#options = options;
  }

  /** In the order of the catalog of checks. */
  get results(): CheckResult[] {
    const order = checks.map(({ id }) => id);
    return [...this.#results.values()].sort(
      (a, b) => order.indexOf(a.check.id) - order.indexOf(b.check.id),
    );
  }

  failed(id: string): boolean {
    return this.#results.get(id)?.status === 'failed';
  }

  /** One check explains why nothing is accepted; all others would only repeat it. */
  blame({ check, finding, consequence }: RootCause): void {
    this.insist(check, finding);
    this.skipRest(consequence);
  }

  /** Reports a check that says why others could not run, whether it was asked for or not. */
  insist(id: string, finding: Finding): void {
    const check = checks.find((one) => one.id === id);
    if (check && !this.#results.has(id)) this.report({ check, skipReason: null }, finding, 0);
  }

  /** Skips what has no result. @param why where it was not left out for a reason of its own */
  skipRest(why: string): void {
    for (const one of this.#options.selected) {
      if (!this.#results.has(one.check.id)) this.report(one, skipped(one.skipReason ?? why), 0);
    }
  }

  /** @param durationMs milliseconds that the check took */
  report({ check }: Selected, finding: Finding, durationMs: number): void {
    const { belongsTo } = finding;
    const { status, sent, answered, severity } =
      belongsTo && this.#runs(belongsTo.check) ? skipped(belongsTo.why) : finding;
    const { run, phase, ...description } = check;
    const result: CheckResult = {
      check: description,
      severity: severity ?? check.severity,
      status,
      sent: this.#conceal(sent ?? (status === 'skipped' ? '' : check.sends)),
      answered: this.#conceal(answered),
      durationMs,
    };
    this.#results.set(check.id, result);
    this.#options.onResult?.(result);
  }

  #runs(id: string): boolean {
    return this.#options.selected.some((one) => one.check.id === id && one.skipReason === null);
  }

  #conceal(text: string): string {
    const { signingKey } = this.#options;
    return signingKey.length < 8 ? text : text.replaceAll(signingKey, '<signing key>');
  }
}
