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
import type { Session } from '../receiver/session.ts';
import type { Severity } from '../result.ts';

/** Returns a failure for a response that is not the expected one. */
export function unexpectedResponse(exchange: Exchange, severity?: Severity): Finding {
  const failure = failed(exchange.sent, describeResponse(exchange), severity);
  return isSilent(exchange) ? { ...failure, isSilent: true } : failure;
}

/** Returns the failure of a receiver that can no longer be tested. */
export function lossFailure({ lost, lossCause }: Session): Finding {
  const failure = failed('an ordinary event, again', lost ?? '');
  return lossCause ? { ...failure, cause: lossCause } : failure;
}

/** Returns a failure that another check covers: a rate limit or a redirect; undefined otherwise. */
export function coveredElsewhere(exchange: Exchange): Finding | undefined {
  const failure = unexpectedResponse(exchange);
  if (isRateLimited(exchange)) {
    return coveredBy(failure, 'tolerates/concurrency', 'It responded 429, too many requests');
  }
  if (isRedirect(exchange)) {
    return coveredBy(failure, 'behaves/no-redirect', 'It responded with a redirect');
  }
  return undefined;
}

/**
 * Checks the response to a delivery that must be accepted.
 * @param control sends the same delivery without the change: a refusal counts only if that is accepted
 * @returns undefined if it was accepted
 */
export async function assertAccepted(
  exchange: Exchange,
  control: () => Promise<Exchange>,
  severity?: Severity,
): Promise<Finding | undefined> {
  if (isAccepted(exchange)) return undefined;
  const nothing = coveredElsewhere(exchange);
  if (nothing) return nothing;
  const plain = await control();
  if (!isAccepted(plain)) {
    return skipped(`It also refuses the unchanged delivery: ${describeResponse(plain)}`);
  }
  return unexpectedResponse(exchange, severity);
}

/** Checks the response to a delivery that must be refused; returns undefined if it was. */
export function assertRejected(exchange: Exchange): Finding | undefined {
  if (isRateLimited(exchange))
    return skipped('It responded 429, too many requests; this proves nothing.');
  const status = statusOf(exchange);
  const isRefused = status !== null && status >= 400 && status < 500;
  return isRefused ? undefined : unexpectedResponse(exchange);
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
  const exchanges: Exchange[] = [];
  for (const send of steps) {
    const exchange = await send(client);
    const finding = await assertAccepted(exchange, () => client.deliver(subject));
    if (finding?.status === 'failed') {
      return { ...finding, failure: { variant: subject, exchange } };
    }
    if (finding) return finding;
    exchanges.push(exchange);
  }
  return passed(summarize(exchanges));
}

/** Returns the statuses of responses, each once: `200, 204`. */
export function summarize(exchanges: readonly Exchange[]): string {
  return [
    ...new Set(exchanges.map((exchange) => String(statusOf(exchange) ?? 'no response'))),
  ].join(', ');
}
