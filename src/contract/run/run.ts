import type { Phase } from '../check.ts';
import { lossFailure } from '../checks/assertions.ts';
import { recognizeFramework } from '../framework/recognize.ts';
import { Interruption, ReceiverClient, ReceiverGone } from '../receiver/client.ts';
import { Session, type SessionOptions } from '../receiver/session.ts';
import type { ContractOutcome } from '../result.ts';
import { explainEndAmongOthers } from '../root-cause/explain-end.ts';
import {
  type ExplainedFailures,
  explainFailures,
  type Failure,
} from '../root-cause/explain-failures.ts';
import { explainForgeries } from '../root-cause/explain-forgeries.ts';
import { explainWritings } from '../root-cause/explain-writings.ts';
import type { RootCause } from '../root-cause/root-cause.ts';
import type { Selected } from '../select.ts';
import type { Framework } from '../snippets/snippet.ts';
import { connectFirst, findBaseline } from './baseline.ts';
import { alone, CheckRunner, type Found } from './check-runner.ts';
import { Findings, type FindingsOptions, type TotalFailure } from './findings.ts';
import { isSlow, phases, widthOf } from './phases.ts';
import { endedFailure } from './total-failures.ts';

export interface ContractOptions extends SessionOptions, FindingsOptions {
  /** Called when the receiver is reachable, before the first delivery. */
  readonly onConnected?: () => void;
  /** Called when a check begins, also when it is repeated. */
  readonly onStart?: (id: string) => void;
}

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

type Explain = (
  client: ReceiverClient,
  failures: readonly Failure[],
) => Promise<readonly ExplainedFailures[]>;

/** What finds the causes of failures, in the phases whose failures can have a common one. */
const explainers: Partial<Record<Phase, Explain>> = {
  first: explainFailures,
  parallel: explainWritings,
  forged: async (_, failures) => explainForgeries(failures),
};

/** A check that ran while others did, to be repeated alone. */
interface Doubtful {
  readonly one: Selected;
  readonly finding: Found;
}

/** The state of one run. */
class Run {
  readonly #findings: Findings;
  readonly #options: ContractOptions;
  readonly #session: Session;
  readonly #runner: CheckRunner;
  #cause: RootCause | null = null;
  #refusesEverything = false;
  /** Whether a check that got no response while others ran got none alone either. */
  #isProvenSilent = false;

  constructor(options: ContractOptions) {
    this.#findings = new Findings(options);
    this.#options = options;
    this.#session = new Session(options);
    this.#runner = new CheckRunner(this.#session, this.#findings, (id) => options.onStart?.(id));
  }

  get outcome(): ContractOutcome {
    return {
      results: this.#findings.results,
      cause: this.#cause ?? this.#findings.onlyCause,
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
    if (this.#session.lost !== null) {
      this.#findings.reportUnasked('behaves/survives', lossFailure(this.#session));
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
      return endedFailure(error, session.lost ?? 'It ended.', session.output);
    }
  }

  async #runPhase(phase: Phase): Promise<void> {
    const session = this.#session;
    const wasLost = session.lost !== null;
    const selected = this.#options.selected.filter(
      ({ check, skipReason }) => check.phase === phase && skipReason === null,
    );
    const queue = [...selected];
    const width = Math.min(widthOf(phase, session), selected.length);
    const isAlone = width <= 1;
    session.runConcurrently = isSlow(phase, session);
    const isFinal = isAlone && !session.runConcurrently;
    const isSuspect = isFinal && (phase === 'isolated' || phase === 'forged');
    const doubtful: Doubtful[] = [];
    const work = async () => {
      for (let one = queue.shift(); one; one = queue.shift()) {
        const finding = await this.#runner.run(one, { isAlone, isFinal, isSuspect });
        if (!finding) continue;
        doubtful.push({ one, finding });
        if (isAlone) await this.#runner.findLoss(one.check);
      }
    };
    this.#runner.failures = [];
    const explain = explainers[phase];
    if (explain) this.#findings.hold();
    await Promise.all(Array.from({ length: width }, work));
    session.runConcurrently = false;
    doubtful.sort((a, b) => selected.indexOf(a.one) - selected.indexOf(b.one));
    const isDoubtful = !wasLost && !isAlone && doubtful.length > 0;
    const loss = isDoubtful ? await this.#runner.findLoss(null) : null;
    await (loss ? this.#settleAfterLoss(selected, doubtful) : this.#settle(doubtful));
    if (explain) await this.#explainFailures(phase, explain);
  }

  /** Adds causes to the failures of a phase; that of most events is the cause of the run. */
  async #explainFailures(phase: Phase, explain: Explain): Promise<void> {
    const client = new ReceiverClient(this.#session, null);
    const failures = this.#runner.failures.filter(({ check }) => this.#findings.failed(check));
    try {
      const explained = await explain(client, failures);
      const causes = explained.map(({ cause, checks }) => this.#findings.explain(cause, checks));
      const sizes = explained.map(({ checks }) => checks.length);
      if (phase === 'first') this.#cause = causes[sizes.indexOf(Math.max(...sizes))] ?? null;
    } catch (error) {
      if (!(error instanceof ReceiverGone)) throw error;
    } finally {
      this.#findings.release();
    }
  }

  /** Repeats checks alone that failed while others ran, because those may be the reason. */
  async #settle(doubtful: readonly Doubtful[], certainty = alone): Promise<void> {
    for (const { one, finding } of doubtful) {
      // If one got no response alone either, the others are not repeated, because each would cost a timeout.
      if (finding.isSilent && this.#isProvenSilent) this.#findings.report(one, finding, 0);
      else await this.#runner.run(one, certainty);
      this.#isProvenSilent ||= finding.isSilent === true && this.#findings.failed(one.check.id);
    }
  }

  /**
   * Repeats the checks of a phase alone, to find the one that ended or broke the receiver, if the test can
   * start it again.
   */
  async #settleAfterLoss(
    selected: readonly Selected[],
    doubtful: readonly Doubtful[],
  ): Promise<void> {
    const session = this.#session;
    const { lost, lossCause, output } = session;
    const isRestarted = lossCause ? undefined : await session.options.started?.restart();
    if (isRestarted) {
      session.lost = null;
      const certainty = { ...alone, isSuspect: true };
      for (const one of selected) {
        const doubt = doubtful.find((other) => other.one === one);
        if (doubt) await this.#settle([doubt], certainty);
        else if (session.lost === null) await this.#runner.run(one, certainty);
      }
      if (session.lost !== null) return;
    } else await this.#settle(doubtful);
    const brokenOff = doubtful.flatMap(({ one: { check }, finding }) =>
      finding.endedBy ? [{ check, last: finding.endedBy }] : [],
    );
    const together = `It ended while ${brokenOff.length} checks ran at the same time.`;
    session.lost = brokenOff.length > 1 ? together : lost;
    session.lossCause = lossCause ?? explainEndAmongOthers({ brokenOff, output, isRestarted });
  }
}
