import type { Check } from '../check.ts';
import type { ReceiverClient } from '../receiver/client.ts';
import { describeResponse, type Exchange } from '../receiver/exchange.ts';
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
  const end = describeEnd(client.session.options.output?.() ?? '');
  const evidence = `${last.sent}: ${describeResponse(last).replace(/\.$/, '')}`;
  const [, event] = /^accepts\/(.*)$/.exec(check.id) ?? [];
  if (event === undefined) {
    return {
      id: 'receiver-ended',
      message: `The receiver ended during ${check.id}${end}`,
      evidence,
      remedy: `${check.remedy} An uncaught error ends the process.`,
    };
  }
  return {
    id: 'receiver-ended',
    message: `The receiver ended when it got ${event}${end}`,
    evidence: [evidence, ...describeLacking(client, last)].join('; '),
    remedy: `Fix the handler of ${event}, or the work that an earlier event left in the background: an uncaught error ends the process, and the next events are lost. 'logto-hooks events show ${event}' prints its payload.`,
  };
}
