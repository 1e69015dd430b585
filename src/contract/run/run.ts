import { type Finding, failed, type Phase, skipped } from '../check.ts';
import { recognizeFramework } from '../framework/recognize.ts';
import { Interruption, ReceiverClient, ReceiverGone } from '../receiver/client.ts';
import { describeResponse, isAccepted, isSilent } from '../receiver/exchange.ts';
import { Session, type SessionOptions } from '../receiver/session.ts';
import type { ContractOutcome } from '../result.ts';
import { explainFailures, type Failure } from '../root-cause/explain-failures.ts';
import { explainLoss } from '../root-cause/explain-loss.ts';
import type { RootCause } from '../root-cause/root-cause.ts';
import type { Selected } from '../select.ts';
import type { Framework } from '../snippets/snippet.ts';
import { connectFirst, findBaseline } from './baseline.ts';
import { Findings, type FindingsOptions, type TotalFailure } from './findings.ts';
import { endedFailure } from './total-failures.ts';

export interface ContractOptions extends SessionOptions, FindingsOptions {
  /** Called when the receiver is reachable, before the first delivery. */
  readonly onConnected?: () => void;
  /** Called when a check begins, also when it is repeated. */
  readonly onStart?: (id: string) => void;
}

/** The phases in order; checks that could break the receiver come last. */
const phases = [
  'first',
  'parallel',
  'isolated',
  'forged',
  'last',
] as const satisfies readonly Phase[];

/** How many deliveries Logto sends at a time. */
const sideBySide = 10;

/**
 * Milliseconds of latency below which checks run one at a time: concurrency only helps with slower receivers,
 * and without it the request that ended a receiver is known.
 */
const quick = { first: 40, forged: 100 } as const satisfies Partial<Record<Phase, number>>;

/** Milliseconds of latency above which parts of a check run concurrently, too. */
const slow = 300;

/**
 * Runs the selected checks against a receiver.
 * @returns the results in the order of the list of checks, up to an interruption, and the cause of the
 *   failures
 * @throws UsageError if the receiver cannot be reached or the URL is wrong
 */
export async function runContract(options: ContractOptions): Promise<ContractOutcome> {
  const run = new Run(options);
  await run.all().catch((error) => {
    if (!(error instanceof Interruption)) throw error;
  });
  return run.outcome;
}

/** A check that failed while others ran. */
interface Doubtful {
  readonly one: Selected;
  readonly finding: Finding;
}

/** The state of one run. */
class Run {
  readonly #findings: Findings;
  readonly #options: ContractOptions;
  readonly #session: Session;
  #cause: RootCause | null = null;
  /** Why it no longer accepts deliveries, if known. */
  #lossCause: RootCause | null = null;
  #refusesEverything = false;
  /** The deliveries that failed in the first phase, by check. */
  readonly #failures: Failure[] = [];
  /** Whether a check that got no response while others ran got none alone either. */
  #isProvenSilent = false;

  constructor(options: ContractOptions) {
    this.#findings = new Findings(options);
    this.#options = options;
    this.#session = new Session(options);
  }

  get outcome(): ContractOutcome {
    const { results } = this.#findings;
    const leads = results.filter(({ status, sameAs }) => status === 'failed' && sameAs === null);
    const errors = leads.filter(({ severity }) => severity === 'error');
    const [only, ...others] = errors.length > 0 ? errors : leads;
    const cause = this.#cause ?? (others.length === 0 ? (only?.cause ?? null) : null);
    return {
      results,
      cause,
      refusesEverything: this.#refusesEverything,
      framework: this.#framework(),
    };
  }

  #framework(): Framework | null {
    const responses = this.#session.exchanges.flatMap(({ attempt }) => attempt.response ?? []);
    return recognizeFramework(this.#options.settings?.framework, responses) ?? null;
  }

  async all(): Promise<void> {
    const failure = await this.#findBaseline();
    if (failure) {
      this.#refusesEverything = true;
      return this.#findings.reportTotalFailure(failure);
    }
    for (const phase of phases) await this.#runPhase(phase);
    const { lost } = this.#session;
    if (lost !== null) {
      const failure = failed('an ordinary event, again', lost);
      const cause = this.#lossCause;
      this.#findings.reportUnasked('behaves/survives', cause ? { ...failure, cause } : failure);
    }
    this.#findings.skipRest('');
  }

  async #findBaseline(): Promise<TotalFailure | null> {
    const session = this.#session;
    const client = new ReceiverClient(session, null);
    try {
      await connectFirst(client);
      this.#options.onConnected?.();
      const failure = await findBaseline(client);
      // The first responses are slower, because code is loaded and connections are opened.
      for (let more = 0; more < 2 && session.baseline; more++) {
        await client.deliver(session.baseline);
      }
      return failure;
    } catch (error) {
      if (!(error instanceof ReceiverGone)) throw error;
      return endedFailure(error, session.lost ?? 'It ended.');
    }
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
    if (phase === 'first') this.#findings.hold();
    await Promise.all(Array.from({ length: width }, work));
    session.runConcurrently = false;
    await this.#settle(doubtful);
    if (phase === 'first') await this.#explainFailures();
  }

  /** Adds causes to the events that are refused while others are accepted. */
  async #explainFailures(): Promise<void> {
    const session = this.#session;
    try {
      const failures = this.#failures.filter(({ check }) => this.#findings.failed(check));
      const explained = await explainFailures(new ReceiverClient(session, null), failures);
      const causes = explained.map(({ cause, checks }) => this.#findings.explain(cause, checks));
      const sizes = explained.map(({ checks }) => checks.length);
      this.#cause = causes[sizes.indexOf(Math.max(...sizes))] ?? null;
    } catch (error) {
      if (!(error instanceof ReceiverGone)) throw error;
    } finally {
      this.#findings.release();
    }
  }

  /** Repeats checks alone that failed while others ran, because those may be the reason. */
  async #settle(doubtful: readonly Doubtful[]): Promise<void> {
    for (const { one, finding } of doubtful) {
      // If one got no response alone either, the others are not repeated, because each would cost a timeout.
      if (finding.isSilent && this.#isProvenSilent) this.#findings.report(one, finding, 0);
      else await this.#runCheck(one, true);
      this.#isProvenSilent ||= finding.isSilent === true && this.#findings.failed(one.check.id);
    }
  }

  get #fastest(): number {
    return Math.min(...this.#session.exchanges.map(({ attempt }) => attempt.latencyMs));
  }

  #widthOf(phase: Phase): number {
    if (phase === 'parallel') return sideBySide;
    if (phase !== 'first' && phase !== 'forged') return 1;
    const isQuick = this.#fastest < quick[phase] && !this.#session.exchanges.some(isSilent);
    return isQuick ? 1 : sideBySide;
  }

  /** Runs a check. @returns its finding if it did not pass and has to be repeated alone */
  async #runCheck(one: Selected, isFinal: boolean): Promise<Finding | undefined> {
    const { check } = one;
    this.#options.onStart?.(check.id);
    const started = performance.now();
    const finding = await this.#find(one);
    const durationMs = performance.now() - started;
    const isPassed = finding.status === 'passed';
    if (!isFinal && !isPassed) return finding;
    const isSound = check.phase === 'last' || isPassed || (await this.#isSound(check.id));
    // A refused event proves nothing if no event is accepted anymore.
    const isVictim = !isSound && check.phase === 'first' && !finding.endedIt;
    if (check.phase === 'first' && finding.failure && !isVictim) {
      this.#failures.push({ check: check.id, ...finding.failure });
    }
    this.#findings.report(one, isVictim ? skipped(this.#session.lost ?? '') : finding, durationMs);
    return undefined;
  }

  async #find({ check }: Selected): Promise<Finding & { readonly endedIt?: boolean }> {
    const session = this.#session;
    if (session.lost !== null && check.phase !== 'last') {
      return skipped('The receiver no longer responds; see behaves/survives.');
    }
    try {
      return await check.run(new ReceiverClient(session, check.id));
    } catch (error) {
      if (!(error instanceof ReceiverGone)) throw error;
      const { last } = error;
      return last
        ? { ...failed(last.sent, describeResponse(last)), endedIt: true }
        : skipped('The receiver had already ended; see behaves/survives.');
    }
  }

  /** Returns whether the receiver still accepts the baseline. */
  async #isSound(after: string): Promise<boolean> {
    const session = this.#session;
    if (session.lost !== null) return false;
    if (!session.baseline) return true;
    try {
      const exchange = await new ReceiverClient(session, after).deliver(session.baseline);
      if (isAccepted(exchange) || exchange.attempt.response?.status === 429) return true;
      const client = new ReceiverClient(session, after);
      this.#lossCause = (await explainLoss(client, session.baseline, exchange)) ?? null;
      session.lost = `Since ${after} it no longer accepts a delivery that it accepted before: ${describeResponse(exchange)}`;
    } catch (error) {
      if (!(error instanceof ReceiverGone)) throw error;
    }
    return false;
  }
}
