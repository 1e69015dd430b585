import { type Check, failed } from '../check.ts';
import type { ReceiverClient, ReceiverGone } from '../receiver/client.ts';
import { describeResponse, type Exchange, isSilent } from '../receiver/exchange.ts';
import { describeLacking } from '../root-cause/explain-failures.ts';
import { findErrorLine } from '../root-cause/reported-errors.ts';
import type { RootCause } from '../root-cause/root-cause.ts';
import type { TotalFailure } from './findings.ts';

/** Returns the failure of a receiver that responds to no event in time. */
export function lateFailure(exchange: Exchange): TotalFailure {
  const answered = describeLate(exchange);
  return {
    check: 'behaves/answers-in-time',
    finding: {
      ...failed(exchange.sent, answered, 'error'),
      cause: {
        id: 'slow-response',
        message: 'The receiver does not respond in time.',
        evidence: `${exchange.sent}: ${answered}`,
        remedy:
          'Answer 2xx as soon as the signature is verified, and do the work afterwards, in a queue or in the background.',
      },
    },
    consequence: 'The receiver does not respond in time.',
  };
}

function describeLate(exchange: Exchange): string {
  const { latencyMs } = exchange.attempt;
  return isSilent(exchange)
    ? describeResponse(exchange)
    : `${describeResponse(exchange)} (after ${(latencyMs / 1000).toFixed(1)} s)`;
}

/** Returns the failure of a receiver that redirects every delivery. */
export function redirectFailure(exchange: Exchange): TotalFailure {
  const answered = describeResponse(exchange);
  return {
    check: 'behaves/no-redirect',
    finding: {
      ...failed(exchange.sent, answered, 'error'),
      cause: {
        id: 'redirect',
        message: 'The receiver redirects every delivery, so Logto loses the events.',
        evidence: `${exchange.sent}: ${answered}`,
        remedy:
          "Give Logto the final URL (https, www, trailing slash), and exclude the webhook's path from any login.",
      },
    },
    consequence: 'The receiver redirects every delivery.',
  };
}

/**
 * Returns the failure of a receiver that ended at the first delivery.
 * @param output what it has printed
 */
export function endedFailure({ last }: ReceiverGone, why: string, output: string): TotalFailure {
  const sent = last?.sent ?? 'the first delivery';
  const error = findErrorLine([output]);
  return {
    check: 'behaves/survives',
    finding: {
      ...failed(sent, why),
      cause: {
        id: 'receiver-ended',
        message: `The receiver ends at the first delivery${error === undefined ? '.' : `: ${error}`}`,
        evidence: `${sent}: ${why}`,
        remedy: "Look at the receiver's output: an uncaught error ends the process.",
      },
    },
    consequence: 'The receiver ended at the first delivery.',
  };
}

/**
 * Returns the cause of a receiver that ended while a check ran. Work that an earlier event left in the
 * background may have ended it as well.
 * @param last the delivery that got no response
 */
export function endedCause(client: ReceiverClient, check: Check, last: Exchange): RootCause {
  const { options } = client.session;
  const error = findErrorLine([options.output?.() ?? '']);
  const end = error === undefined ? '.' : `: ${error}`;
  const evidence = `${last.sent}: ${describeResponse(last).replace(/\.$/, '')}`;
  const [, event] = /^accepts\/(.*)$/.exec(check.id) ?? [];
  if (event === undefined) {
    return {
      id: 'receiver-ended',
      message: `The receiver ended in ${check.id}${end}`,
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
