import type { Check } from '../check.ts';
import type { ReceiverClient } from '../receiver/client.ts';
import { describeResponse, type Exchange, eventIn } from '../receiver/exchange.ts';
import type { Session } from '../receiver/session.ts';
import { describeLacking } from './explain-failures.ts';
import { findErrorLine } from './reported-errors.ts';
import type { RootCause } from './root-cause.ts';

/** Returns the end of a sentence about a receiver that ended: its error, if it printed one. */
export function describeEnd(output: string): string {
  const error = findErrorLine([output]);
  return error === undefined ? '.' : `: ${error}`;
}

/**
 * Returns the cause of a receiver that ended while one check ran. Work that an earlier event left in the
 * background may have ended it as well.
 * @param last the delivery that got no response
 */
export function explainEnd(client: ReceiverClient, check: Check, last: Exchange): RootCause {
  const end = describeEnd(client.session.output);
  const evidence = describe(last);
  const event = check.id.startsWith('accepts/') ? eventIn(last.body) : undefined;
  if (event === undefined) {
    return {
      id: 'receiver-ended',
      message: `The receiver ended during ${check.id}${end}`,
      evidence,
      remedy: `${check.remedy} An uncaught error, also in work that an earlier delivery left in the background, ends the process.`,
    };
  }
  return {
    id: 'receiver-ended',
    message: `The receiver ended when it got ${event}${end}`,
    evidence: [evidence, ...describeLacking(client, last)].join('; '),
    remedy: `Fix the handler of ${event}, or the work that an earlier event left in the background: an uncaught error ends the process, and the next events are lost. 'logto-hooks events show ${event}' prints its payload.`,
  };
}

/** Returns the cause of a receiver that refused a connection after its last response; null if that is unknown. */
export function explainEndAfterResponse(session: Session): RootCause | null {
  const last = session.exchanges.at(-1);
  if (!last?.attempt.response) return null;
  const event = eventIn(last.body);
  const delivery = last.isGenuine && event !== undefined ? event : `a delivery (${last.sent})`;
  return {
    id: 'receiver-ended',
    message: `The receiver ended after it had responded to ${delivery}${describeEnd(session.output)}`,
    evidence: `${describe(last)}; then it ended`,
    remedy:
      'Catch errors in the work that this delivery, or an earlier one, left in the background, including rejected promises: an uncaught error ends the process, and the next events are lost.',
  };
}

/** A check that ran while the receiver ended, and its delivery that got no response. */
interface BrokenOff {
  readonly check: Check;
  readonly last: Exchange;
}

/** What is known about checks that ran while the receiver ended. */
export interface EndAmongOthers {
  readonly brokenOff: readonly BrokenOff[];
  /** What the receiver had printed when it ended. */
  readonly output: string;
  /** Whether the test could start the receiver again and repeat the checks; undefined if it did not start it. */
  readonly isRestarted: boolean | undefined;
}

/**
 * Returns the cause of a receiver that ended while several checks ran, and that did not end when they were
 * repeated alone; null if none of their deliveries broke off.
 */
export function explainEndAmongOthers(end: EndAmongOthers): RootCause | null {
  const { brokenOff, output } = end;
  const [first, ...others] = brokenOff;
  if (!first) return null;
  const what =
    others.length === 0
      ? `${first.check.id} ran`
      : `${brokenOff.length} checks ran at the same time`;
  const ids = brokenOff.map(({ check }) => check.id).join(', ');
  return {
    id: 'receiver-ended',
    message: `The receiver ended while ${what}${describeEnd(output)}`,
    evidence: `${ids}: ${describeResponse(first.last)}`,
    remedy: remedyAmongOthers(end),
  };
}

function remedyAmongOthers({ isRestarted }: EndAmongOthers): string {
  if (isRestarted === undefined) {
    return 'Look at its output for an uncaught error, which ends the process. With --start, the test starts the receiver again and repeats these checks one at a time.';
  }
  return isRestarted
    ? 'Repeated one at a time, none of these checks ended the receiver. Catch errors in work that an earlier delivery left in the background, and look for state that concurrent requests share.'
    : 'Look at its output for the error that ended it, and for the reason why it did not start a second time.';
}

function describe(exchange: Exchange): string {
  return `${exchange.sent}: ${describeResponse(exchange).replace(/\.$/, '')}`;
}
