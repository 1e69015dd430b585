import { now } from '../core/clock.ts';
import { describeAnswer, isAccepted } from './answer.ts';
import { type Finding, failed, type Phase, skipped } from './check.ts';
import { checks } from './checks.ts';
import { Courier, Interruption, ReceiverGone } from './courier.ts';
import { type Culprit, findFooting } from './footing.ts';
import type { CheckResult } from './result.ts';
import type { Selected } from './select.ts';
import { Session, type SessionOptions } from './session.ts';

export interface ContractOptions extends SessionOptions {
  readonly selected: readonly Selected[];
  /** Called when a check begins, more than once for one that is made again. */
  readonly onStart?: (id: string) => void;
  /** Called with each result as soon as it is known; the order is that of the run. */
  readonly onResult?: (result: CheckResult) => void;
}

/** In this order; what could harm the receiver comes after what it must be sound for. */
const phases = ['first', 'aside', 'alone', 'forged', 'last'] as const satisfies readonly Phase[];

/** As many as Logto delivers at a time. */
const sideBySide = 10;

/**
 * Milliseconds within which a receiver is asked in turn where it could be made to end: side by side
 * pays only where it is slower, and in turn it is known which request ended it.
 */
const quick = 15;

/**
 * Runs the selected checks against a receiver.
 * @returns their results in the order of `selected`; without those that an interruption kept from running
 * @throws UsageError where the receiver cannot be reached, or the URL is the wrong one
 */
export async function runContract(options: ContractOptions): Promise<CheckResult[]> {
  const run = new Run(options);
  await run.all().catch((error) => {
    if (!(error instanceof Interruption)) throw error;
  });
  return run.results;
}

class Run {
  readonly #options: ContractOptions;
  readonly #session: Session;
  readonly #selected: Selected[];
  readonly #results = new Map<string, CheckResult>();

  constructor(options: ContractOptions) {
    this.#options = options;
    this.#session = new Session(options);
    this.#selected = [...options.selected];
  }

  get results(): CheckResult[] {
    const order = checks.map(({ id }) => id);
    return [...this.#results.values()].sort(
      (a, b) => order.indexOf(a.check.id) - order.indexOf(b.check.id),
    );
  }

  async all(): Promise<void> {
    const culprit = await this.#stand();
    for (const one of this.#selected) {
      if (one.skipReason !== null) this.#report(one, skipped(one.skipReason), 0);
    }
    if (culprit) return this.#blame(culprit);
    for (const phase of phases) await this.#runPhase(phase);
    if (this.#session.lost !== null)
      this.#insist('behaves/survives', failed('', this.#session.lost));
    else if (this.#session.refusal) this.#insistOnAcceptance();
  }

  async #stand(): Promise<Culprit | null> {
    try {
      return await findFooting(new Courier(this.#session, null));
    } catch (error) {
      if (!(error instanceof ReceiverGone)) throw error;
      return {
        check: 'behaves/survives',
        finding: failed(error.last?.sent ?? '', this.#session.lost ?? 'It ended.'),
        consequence: 'The receiver ended at the first delivery; see behaves/survives.',
      };
    }
  }

  /** One check explains why nothing is accepted; all others would only repeat it. */
  #blame({ check, finding, consequence }: Culprit): void {
    this.#insist(check, finding);
    for (const one of this.#selected) {
      if (one.check.id !== check) this.#report(one, skipped(one.skipReason ?? consequence), 0);
    }
  }

  /** Reports a check that says why others could not run, whether it was asked for or not. */
  #insist(id: string, finding: Finding): void {
    const check = checks.find((one) => one.id === id);
    if (check && !this.#results.has(id)) this.#report({ check, skipReason: null }, finding, 0);
  }

  #insistOnAcceptance(): void {
    const { refusal, subjects } = this.#session;
    const failures = [...this.#results.values()].filter(({ status }) => status === 'failed');
    const [first] = subjects;
    if (failures.length > 0 || !refusal || !first) return;
    this.#insist(`accepts/${first.event}`, failed(refusal.sent, describeAnswer(refusal)));
  }

  async #runPhase(phase: Phase): Promise<void> {
    const due = this.#selected.filter(
      ({ check, skipReason }) => check.phase === phase && skipReason === null,
    );
    const width = this.#widthOf(phase);
    const again: Selected[] = [];
    const queue = [...due];
    await Promise.all(
      Array.from({ length: width }, async () => {
        for (let one = queue.shift(); one; one = queue.shift()) {
          if (!(await this.#runCheck(one, width === 1))) again.push(one);
        }
      }),
    );
    // What failed beside others may have failed because of them.
    for (const one of again) await this.#runCheck(one, true);
  }

  #widthOf(phase: Phase): number {
    if (phase === 'alone' || phase === 'last') return 1;
    if (phase === 'aside') return sideBySide;
    const fastest = Math.min(...this.#session.answers.map(({ attempt }) => attempt.latencyMs));
    return fastest < quick ? 1 : sideBySide;
  }

  /** @returns false where it failed, and should be run again alone */
  async #runCheck(one: Selected, isAlone: boolean): Promise<boolean> {
    const { check } = one;
    this.#options.onStart?.(check.id);
    const started = now();
    const finding = await this.#find(one);
    const durationMs = now() - started;
    if (!isAlone && finding.status !== 'passed') return false;
    const isSure = finding.status === 'passed' || check.phase !== 'first' || finding.endedIt;
    // An event that is refused is no finding where nothing is accepted any more.
    const isSound =
      check.phase === 'last' || finding.status === 'passed' || (await this.#isSound(check.id));
    const { lost } = this.#session;
    this.#report(one, isSure || isSound ? finding : skipped(lost ?? ''), durationMs);
    return true;
  }

  async #find({ check }: Selected): Promise<Finding & { readonly endedIt?: boolean }> {
    const session = this.#session;
    if (session.lost !== null && check.phase !== 'last') {
      return skipped('The receiver takes nothing any more; see behaves/survives.');
    }
    if (session.refusal && !['first', 'forged', 'last'].includes(check.phase)) {
      return skipped('It accepts no event, so this proves nothing.');
    }
    try {
      return await check.run(new Courier(session, check.id));
    } catch (error) {
      if (!(error instanceof ReceiverGone)) throw error;
      const { last } = error;
      return last
        ? { ...failed(last.sent, describeAnswer(last)), endedIt: true }
        : skipped('The receiver was gone before; see behaves/survives.');
    }
  }

  /** Whether it still accepts what it accepted before the checks. */
  async #isSound(after: string): Promise<boolean> {
    const session = this.#session;
    if (session.lost !== null) return false;
    if (!session.base) return true;
    try {
      const answer = await new Courier(session, after).deliver(session.base);
      if (isAccepted(answer) || answer.attempt.response?.status === 429) return true;
      session.lost = `Since ${after} it no longer accepts what it accepted before: ${describeAnswer(answer)}`;
    } catch (error) {
      if (!(error instanceof ReceiverGone)) throw error;
    }
    return false;
  }

  #report({ check }: Selected, finding: Finding, durationMs: number): void {
    const { belongsTo } = finding;
    const runs = (id: string) =>
      this.#selected.some((one) => one.check.id === id && one.skipReason === null);
    const { status, sent, answered, severity } =
      belongsTo && runs(belongsTo.check) ? skipped(belongsTo.why) : finding;
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

  #conceal(text: string): string {
    const { signingKey } = this.#options;
    return signingKey.length < 8 ? text : text.replaceAll(signingKey, '<signing key>');
  }
}
