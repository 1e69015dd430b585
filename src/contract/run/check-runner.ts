import { type Check, type Finding, failed, skipped } from '../check.ts';
import { lossFailure } from '../checks/assertions.ts';
import { ReceiverClient, ReceiverGone } from '../receiver/client.ts';
import { describeResponse, type Exchange, isAccepted, statusOf } from '../receiver/exchange.ts';
import type { Session } from '../receiver/session.ts';
import { explainEnd, explainEndAfterResponse } from '../root-cause/explain-end.ts';
import type { Failure } from '../root-cause/explain-failures.ts';
import { explainLoss } from '../root-cause/explain-loss.ts';
import type { Selected } from '../select.ts';
import type { Findings } from './findings.ts';

const noLongerAccepts = 'The receiver no longer accepts deliveries; see behaves/survives.';

/** The result of a check that may have ended the receiver. */
export interface Found extends Finding {
  /** The delivery that got no response because the receiver ended. */
  readonly endedBy?: Exchange;
}

/** A receiver that no longer accepts deliveries. */
interface Loss {
  readonly endedBy?: Exchange;
}

/** How sure the result of a check is. */
export interface Certainty {
  /** Whether no other check runs, so that the delivery that ends the receiver is known. */
  readonly isAlone: boolean;
  /** Whether its parts run one after the other, too, so that it need not be repeated. */
  readonly isFinal: boolean;
  /** Whether it may have broken the receiver although it passed. */
  readonly isSuspect: boolean;
}

/** That of a check while nothing else runs. */
export const alone: Certainty = { isAlone: true, isFinal: true, isSuspect: false };

/** Runs single checks, and finds out whether the receiver survived them. */
export class CheckRunner {
  /** The deliveries that failed, by check, since the list was emptied. */
  failures: Failure[] = [];
  readonly #session: Session;
  readonly #findings: Findings;
  readonly #onStart: (id: string) => void;

  /** @param onStart called when a check begins */
  constructor(session: Session, findings: Findings, onStart: (id: string) => void) {
    this.#session = session;
    this.#findings = findings;
    this.#onStart = onStart;
  }

  /** Runs a check. @returns its finding if it did not pass and has to be repeated alone */
  async run(one: Selected, certainty: Certainty): Promise<Found | undefined> {
    const { isAlone, isFinal, isSuspect } = certainty;
    const { check } = one;
    this.#onStart(check.id);
    const started = performance.now();
    const finding = await this.#find(one, isAlone);
    const durationMs = performance.now() - started;
    const isPassed = finding.status === 'passed';
    if (!isFinal && !isPassed && !(isAlone && finding.endedBy)) return finding;
    const isAsked = check.phase !== 'last' && (!isPassed || isSuspect);
    const loss = isAsked ? await this.findLoss(check) : null;
    const endedBy = finding.endedBy ?? loss?.endedBy;
    const cause = finding.status === 'failed' && endedBy ? this.#session.lossCause : null;
    // A refused event proves nothing if no event is accepted anymore.
    const isVictim = loss !== null && !isPassed && check.phase === 'first' && !endedBy;
    if (isVictim) this.#findings.report(one, skipped(noLongerAccepts), durationMs);
    else this.#reportFinding(one, cause ? { ...finding, cause } : finding, durationMs);
    return undefined;
  }

  #reportFinding(one: Selected, finding: Finding, durationMs: number): void {
    const { failure } = finding;
    const isTooLarge = failure !== undefined && statusOf(failure.exchange) === 413;
    const cause = finding.cause ?? (isTooLarge ? this.#findings.cause('body-limit') : undefined);
    if (failure && !cause) this.failures.push({ check: one.check.id, ...failure });
    this.#findings.report(one, cause ? { ...finding, cause } : finding, durationMs);
  }

  /** @param isAlone whether no other check runs, so that the delivery that ended the receiver is known */
  async #find({ check }: Selected, isAlone: boolean): Promise<Found> {
    const session = this.#session;
    if (session.lost !== null && check.phase !== 'last') {
      return skipped(noLongerAccepts);
    }
    const client = new ReceiverClient(session, check.id);
    try {
      return await check.run(client);
    } catch (error) {
      if (!(error instanceof ReceiverGone)) throw error;
      const { last } = error;
      if (isAlone) session.lossCause ??= explainGone(client, check, last);
      if (!last) return check.phase === 'last' ? lossFailure(session) : skipped(noLongerAccepts);
      return { ...failed(last.sent, describeResponse(last)), endedBy: last };
    }
  }

  /**
   * Delivers the baseline to learn whether the receiver still accepts it.
   * @param check the one that ran alone; null if several ran
   * @returns null if it does; otherwise with the delivery of the check that ended it, if one did
   */
  async findLoss(check: Check | null): Promise<Loss | null> {
    const session = this.#session;
    if (session.lost !== null) return {};
    if (!session.baseline) return null;
    const client = new ReceiverClient(session, check?.id ?? null);
    try {
      const exchange = await client.deliver(session.baseline);
      if (isAccepted(exchange) || exchange.attempt.response?.status === 429) return null;
      session.lossCause = (await explainLoss(client, session.baseline, exchange)) ?? null;
      const since = check ? `Since ${check.id}` : 'After several checks ran at the same time,';
      session.lost = `${since} it no longer accepts a delivery that it accepted before: ${describeResponse(exchange)}`;
      return {};
    } catch (error) {
      if (!(error instanceof ReceiverGone)) throw error;
      if (!check) return {};
      const { last } = error;
      // The baseline, which no exchange recorded, is not a delivery of the check.
      const isOwn = last !== null && session.exchanges.includes(last);
      session.lossCause ??= explainGone(client, check, isOwn ? last : null);
      return isOwn ? { endedBy: last } : {};
    }
  }
}

function explainGone(client: ReceiverClient, check: Check, last: Exchange | null) {
  return last ? explainEnd(client, check, last) : explainEndAfterResponse(client.session);
}
