import { coveredBy, type Finding, failed, passed, skipped } from '../check.ts';
import type { EventVariant } from '../payloads/payload-source.ts';
import type { ReceiverClient } from '../receiver/client.ts';
import {
  describeResponse,
  type Exchange,
  isAccepted,
  isRateLimited,
  isRedirect,
  isSilent,
  statusOf,
} from '../receiver/exchange.ts';
import type { Severity } from '../result.ts';

/** Returns a failure for a response that is not the expected one. */
export function unexpectedResponse(answer: Exchange, severity?: Severity): Finding {
  const failure = failed(answer.sent, describeResponse(answer), severity);
  return isSilent(answer) ? { ...failure, isSilent: true } : failure;
}

/** Returns a failure that another check covers: a rate limit or a redirect; undefined otherwise. */
export function coveredElsewhere(answer: Exchange): Finding | undefined {
  const failure = unexpectedResponse(answer);
  if (isRateLimited(answer)) {
    return coveredBy(failure, 'tolerates/concurrency', 'It answered 429, too many requests');
  }
  if (isRedirect(answer)) {
    return coveredBy(failure, 'behaves/no-redirect', 'It answered with a redirect');
  }
  return undefined;
}

/**
 * Checks the response to a delivery that must be accepted.
 * @param control sends the same delivery without the change: a refusal counts only if that is accepted
 * @returns undefined if it was accepted
 */
export async function assertAccepted(
  answer: Exchange,
  control: () => Promise<Exchange>,
  severity?: Severity,
): Promise<Finding | undefined> {
  if (isAccepted(answer)) return undefined;
  const nothing = coveredElsewhere(answer);
  if (nothing) return nothing;
  const plain = await control();
  if (!isAccepted(plain)) {
    return skipped(`It also refuses the unchanged delivery: ${describeResponse(plain)}`);
  }
  return unexpectedResponse(answer, severity);
}

/** Checks the response to a delivery that must be refused; returns undefined if it was. */
export function assertRejected(answer: Exchange): Finding | undefined {
  if (isRateLimited(answer))
    return skipped('It answered 429, too many requests; this proves nothing.');
  const status = statusOf(answer);
  const isRefused = status !== null && status >= 400 && status < 500;
  return isRefused ? undefined : unexpectedResponse(answer);
}

/** Sends one changed delivery. */
export type SendStep = (client: ReceiverClient) => Promise<Exchange>;

/**
 * Sends deliveries that must be accepted, up to the first that is not.
 * @param subject the event of all of them, which is delivered unchanged as a control
 */
export async function expectAccepted(
  client: ReceiverClient,
  subject: EventVariant,
  steps: readonly SendStep[],
): Promise<Finding> {
  const answers: Exchange[] = [];
  for (const send of steps) {
    const answer = await send(client);
    const finding = await assertAccepted(answer, () => client.deliver(subject));
    if (finding) return finding;
    answers.push(answer);
  }
  return passed(summarize(answers));
}

/** Returns the statuses of responses, each once: `200, 204`. */
export function summarize(answers: readonly Exchange[]): string {
  return [...new Set(answers.map((answer) => String(statusOf(answer) ?? 'no response')))].join(
    ', ',
  );
}
