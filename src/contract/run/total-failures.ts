import { failed } from '../check.ts';
import type { ReceiverGone } from '../receiver/client.ts';
import { describeResponse, type Exchange, isSilent } from '../receiver/exchange.ts';
import { describeEnd } from '../root-cause/explain-end.ts';
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
  return {
    check: 'behaves/survives',
    finding: {
      ...failed(sent, why),
      cause: {
        id: 'receiver-ended',
        message: `The receiver ends at the first delivery${describeEnd(output)}`,
        evidence: `${sent}: ${why}`,
        remedy: "Look at the receiver's output: an uncaught error ends the process.",
      },
    },
    consequence: 'The receiver ended at the first delivery.',
  };
}
