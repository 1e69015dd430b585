import { findBaseline } from './baseline.ts';
import { type Finding, failed, type Phase, skipped } from './check.ts';
import { describeResponse, type Exchange, isAccepted, isSilent } from './exchange.ts';
import { Findings, type FindingsOptions } from './findings.ts';
import { Interruption, ReceiverClient, ReceiverGone } from './receiver-client.ts';
import type { CheckResult } from './result.ts';
import type { RootCause } from './root-cause.ts';
import type { Selected } from './select.ts';
import { Session, type SessionOptions } from './session.ts';

export interface ContractOptions extends SessionOptions, FindingsOptions {
  /** Called when a check begins, more than once for one that is made again. */
  readonly onStart?: (id: string) => void;
}

/** In this order; what could harm the receiver comes after what it must be sound for. */
const phases = [
  'first',
  'parallel',
  'isolated',
  'forged',
  'last',
] as const satisfies readonly Phase[];

/** As many as Logto delivers at a time. */
const sideBySide = 10;

/**
 * Milliseconds within which a receiver is asked in turn where it could be made to end: side by side
 * pays only where it is slower, and in turn it is known which request ended it.
 */
const quick = { first: 40, forged: 100 } as const satisfies Partial<Record<Phase, number>>;

/** Milliseconds above which a receiver is slow: then parts of a check go side by side, too. */
const slow = 300;

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
  return run.findings.results;
}

/** A check that did not pass while others ran, and what it found. */
interface Doubtful {
  readonly one: Selected;
  readonly finding: Finding;
}

/** One run: what it knows of the receiver while it goes on. */
class Run {
  readonly findings: Findings;
  readonly #options: ContractOptions;
  readonly #session: Session;
  /** Whether a check that had no answer beside others had none alone. */
  #isProvenSilent = false;

  constructor(options: ContractOptions) {
    this.findings = new Findings(options);
    this.#options = options;
    this.#session = new Session(options);
  }

  async all(): Promise<void> {
    const cause = await this.#stand();
    if (cause) return this.findings.blame(cause);
    for (const phase of phases) await this.#runPhase(phase);
    const { lost, refusal } = this.#session;
    if (lost !== null) {
      this.findings.insist('behaves/survives', failed('an ordinary event, again', lost));
    } else if (refusal) this.#insistOnAcceptance(refusal);
    this.findings.skipRest('');
  }

  async #stand(): Promise<RootCause | null> {
    const session = this.#session;
    const client = new ReceiverClient(session, null);
    try {
      const cause = await findBaseline(client);
      // The first answer is slower than others: code is loaded, connections are opened.
      for (let more = 0; more < 2 && session.baseline; more++)
        await client.deliver(session.baseline);
      return cause;
    } catch (error) {
      if (!(error instanceof ReceiverGone)) throw error;
      return {
        check: 'behaves/survives',
        finding: failed(error.last?.sent ?? '', session.lost ?? 'It ended.'),
        consequence: 'The receiver ended at the first delivery; see behaves/survives.',
      };
    }
  }

  #insistOnAcceptance(refusal: Exchange): void {
    const [first] = this.#session.subjects;
    if (this.findings.results.some(({ status }) => status === 'failed') || !first) return;
    const finding = failed(refusal.sent, describeResponse(refusal));
    this.findings.insist(`accepts/${first.event}`, finding);
  }

  async #runPhase(phase: Phase): Promise<void> {
    const session = this.#session;
    const queue = this.#options.selected.filter(
      ({ check, skipReason }) => check.phase === phase && skipReason === null,
    );
    const width = this.#widthOf(phase);
    session.runConcurrently = this.#fastest > slow;
    const isFinal = width === 1 && !session.runConcurrently;
    const doubtful: Doubtful[] = [];
    const work = async () => {
      for (let one = queue.shift(); one; one = queue.shift()) {
        const doubt = await this.#runCheck(one, isFinal);
        if (doubt) doubtful.push({ one, finding: doubt });
      }
    };
    await Promise.all(Array.from({ length: width }, work));
    session.runConcurrently = false;
    await this.#settle(doubtful);
  }

  /** What failed beside others may have failed because of them: it is made again alone. */
  async #settle(doubtful: readonly Doubtful[]): Promise<void> {
    for (const { one, finding } of doubtful) {
      // One that is silent by itself as well speaks for all: each would cost another wait.
      if (finding.isSilent && this.#isProvenSilent) this.findings.report(one, finding, 0);
      else await this.#runCheck(one, true);
      this.#isProvenSilent ||= finding.isSilent === true && this.findings.failed(one.check.id);
    }
  }

  get #fastest(): number {
    return Math.min(...this.#session.answers.map(({ attempt }) => attempt.latencyMs));
  }

  #widthOf(phase: Phase): number {
    if (phase === 'parallel') return sideBySide;
    if (phase !== 'first' && phase !== 'forged') return 1;
    const isQuick = this.#fastest < quick[phase] && !this.#session.answers.some(isSilent);
    return isQuick ? 1 : sideBySide;
  }

  /** @returns what it found, where that is not final and not passed either */
  async #runCheck(one: Selected, isFinal: boolean): Promise<Finding | undefined> {
    const { check } = one;
    this.#options.onStart?.(check.id);
    const started = performance.now();
    const finding = await this.#find(one);
    const durationMs = performance.now() - started;
    const isPassed = finding.status === 'passed';
    if (!isFinal && !isPassed) return finding;
    const isSound = check.phase === 'last' || isPassed || (await this.#isSound(check.id));
    // An event that is refused is no finding where nothing is accepted any more.
    const isVictim = !isSound && check.phase === 'first' && !finding.endedIt;
    this.findings.report(one, isVictim ? skipped(this.#session.lost ?? '') : finding, durationMs);
    return undefined;
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
      return await check.run(new ReceiverClient(session, check.id));
    } catch (error) {
      if (!(error instanceof ReceiverGone)) throw error;
      const { last } = error;
      return last
        ? { ...failed(last.sent, describeResponse(last)), endedIt: true }
        : skipped('The receiver was gone before; see behaves/survives.');
    }
  }

  /** Whether it still accepts what it accepted before the checks. */
  async #isSound(after: string): Promise<boolean> {
    const session = this.#session;
    if (session.lost !== null) return false;
    if (!session.baseline) return true;
    try {
      const answer = await new ReceiverClient(session, after).deliver(session.baseline);
      if (isAccepted(answer) || answer.attempt.response?.status === 429) return true;
      session.lost = `Since ${after} it no longer accepts what it accepted before: ${describeResponse(answer)}`;
    } catch (error) {
      if (!(error instanceof ReceiverGone)) throw error;
    }
    return false;
  }
}
