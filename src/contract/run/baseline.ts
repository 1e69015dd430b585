import { UsageError } from '../../core/errors.ts';
import { explainFailure, http2Only } from '../../core/http/explain-error.ts';
import { maskUrl } from '../../core/http/mask-url.ts';
import { failed } from '../check.ts';
import type { EventVariant } from '../payloads/payload-source.ts';
import type { ReceiverClient } from '../receiver/client.ts';
import {
  describeResponse,
  type Exchange,
  isAccepted,
  isRedirect,
  isSilent,
  statusOf,
} from '../receiver/exchange.ts';
import { maxConcurrentDeliveries } from '../receiver/session.ts';
import { tryConnection } from '../receiver/try-connection.ts';
import { findRootCause } from '../root-cause/find-root-cause.ts';
import type { TotalFailure } from './findings.ts';
import { lateFailure, redirectFailure } from './total-failures.ts';

const connectTimeoutMs = 5000;

/**
 * Finds an event that the receiver accepts, which becomes the session's baseline.
 * @returns why there is none; null if there is one
 * @throws UsageError if the URL is wrong
 */
export async function findBaseline(client: ReceiverClient): Promise<TotalFailure | null> {
  const refusals: Exchange[] = [];
  for (const variant of client.session.variants) {
    const first = await client.deliver(variant);
    const exchange = refusals.length === 0 ? await afterWarmUp(client, variant, first) : first;
    if (isLate(client, exchange)) return (await findQuick(client)) ? null : lateFailure(exchange);
    if (isAccepted(exchange)) return accept(client, variant);
    if (isUnreachable(exchange)) throw unreachable(exchange);
    if (refusesHttp1(exchange)) throw onlyHttp2(exchange);
    refusals.push(exchange);
    if (isRedirect(exchange)) return redirectFailure(exchange);
    if (isForbidding(refusals)) break;
  }
  const [refusal] = refusals;
  const [variant] = client.session.variants;
  if (!refusal || !variant)
    throw new UsageError('No events selected.', 'Select some with --events.');
  await expectRightUrl(client, refusals);
  return explain(client, variant, refusals);
}

function accept({ session }: ReceiverClient, variant: EventVariant): null {
  session.baseline = variant;
  return null;
}

async function explain(
  client: ReceiverClient,
  variant: EventVariant,
  refusals: readonly Exchange[],
): Promise<TotalFailure | null> {
  const [refusal] = refusals;
  if (!refusal) return null;
  const conclusion = await findRootCause(client, variant, refusal);
  if (conclusion.outcome === 'recovered') return accept(client, variant);
  if (conclusion.outcome === 'unexplained') {
    // If an event that was not sent yet is accepted, the signature is not the reason.
    const accepted = await findAccepted(client, refusals.length);
    if (accepted) return accept(client, accepted);
    const finding = failed(refusal.sent, `${describeResponse(refusal)}. ${conclusion.tried}`);
    return { finding, consequence: 'Every event is refused.' };
  }
  const { cause, check } = conclusion;
  const finding = { ...failed(refusal.sent, describeResponse(refusal)), cause };
  return { ...(check === undefined ? {} : { check }), finding, consequence: cause.message };
}

async function findAccepted(
  client: ReceiverClient,
  sent: number,
): Promise<EventVariant | undefined> {
  const { session } = client;
  for (let first = sent; first < session.defaults.length; first += maxConcurrentDeliveries) {
    const some = session.defaults.slice(first, first + maxConcurrentDeliveries);
    const exchanges = await Promise.all(some.map((variant) => client.deliver(variant)));
    const accepted = exchanges.findIndex(isAccepted);
    if (accepted >= 0) return some[accepted];
  }
  return undefined;
}

/** Milliseconds above which a first response may be slow because the receiver was still starting. */
const slowStart = 3000;

/**
 * Repeats a slow first delivery: development servers compile a route at its first request.
 * @returns the second exchange if it was much faster, else the first
 */
async function afterWarmUp(
  client: ReceiverClient,
  variant: EventVariant,
  first: Exchange,
): Promise<Exchange> {
  const { latencyMs } = first.attempt;
  if (latencyMs < Math.min(slowStart, client.session.options.timeout)) return first;
  const second = await client.deliver(variant);
  if (isSilent(second) || second.attempt.latencyMs > latencyMs / 3) return first;
  client.session.warmUp = first;
  return second;
}

/** Returns whether Logto would have timed out before the response. */
function isLate({ session }: ReceiverClient, exchange: Exchange): boolean {
  return isSilent(exchange) || exchange.attempt.latencyMs > session.options.timeout;
}

/** Looks for an event that is accepted in time, while the receiver still responds. */
async function findQuick(client: ReceiverClient): Promise<boolean> {
  const { session } = client;
  for (let first = 0; first < session.defaults.length; first += maxConcurrentDeliveries) {
    const some = session.defaults.slice(first, first + maxConcurrentDeliveries);
    const exchanges = await Promise.all(some.map((variant) => client.deliver(variant)));
    const quick = exchanges.findIndex((one) => isAccepted(one) && !isLate(client, one));
    session.baseline = some[quick] ?? null;
    if (session.baseline) return true;
    if (exchanges.every((exchange) => isLate(client, exchange))) return false;
  }
  return false;
}

/** Returns whether enough events were rejected with 401 or 403 to rule out the event as the reason. */
function isForbidding(refusals: readonly Exchange[]): boolean {
  return (
    refusals.length >= 8 &&
    refusals.every((exchange) => [401, 403].includes(statusOf(exchange) ?? 0))
  );
}

/**
 * Checks that something listens at the URL.
 * @throws UsageError if nothing does
 */
export async function connectFirst({ session }: ReceiverClient): Promise<void> {
  const { url } = session.options;
  const error = await tryConnection(url, connectTimeoutMs);
  if (!error) return;
  const { message, remedy } = explainFailure(error, url);
  throw new UsageError(message, remedy, { cause: error });
}

/** Returns whether HTTP/1.1, the certificate or a proxy keeps requests from the receiver. */
function isUnreachable({ attempt: { error, url } }: Exchange): boolean {
  return (
    error !== null &&
    /^(PROXY|EPROTO|HPE_|ERR_SSL|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|CERT_)/.test(
      explainFailure(error, url).code,
    )
  );
}

/** Returns whether a response in HTTP/1.1 says that the server only speaks HTTP/2, as Node.js words it. */
function refusesHttp1(exchange: Exchange): boolean {
  const text = exchange.attempt.response?.body.toString('latin1') ?? '';
  return statusOf(exchange) === 505 || /Missing ALPN Protocol, expected `h2`/.test(text);
}

function onlyHttp2({ attempt: { url } }: Exchange): UsageError {
  return new UsageError(`${url.host} ${http2Only.message}`, http2Only.remedy);
}

function unreachable({ attempt: { error, url } }: Exchange): UsageError {
  const { message, remedy } = explainFailure(error ?? new Error('no response'), url);
  return new UsageError(message, remedy);
}

/** Throws if the path does not exist, which responds the same to any request. */
async function expectRightUrl(
  client: ReceiverClient,
  refusals: readonly Exchange[],
): Promise<void> {
  const { url } = client.session.options;
  const [status] = refusals.map(statusOf);
  if (!refusals.every((exchange) => statusOf(exchange) === status)) return;
  if (status === 405 || status === 501) {
    throw new UsageError(`${maskUrl(url)} does not accept POST (${status}).`, 'Check the path.');
  }
  if (status !== 404 && status !== 410) return;
  const unsigned = await client.post('{}', { signatures: [] });
  if (statusOf(unsigned) === status) {
    throw new UsageError(`${maskUrl(url)} returned ${status}.`, 'Check the path.');
  }
}
