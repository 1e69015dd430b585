import { UsageError } from '../core/errors.ts';
import { explainFailure } from '../core/http/explain-error.ts';
import { maskUrl } from '../core/http/mask-url.ts';
import { failed } from './check.ts';
import {
  describeResponse,
  type Exchange,
  isAccepted,
  isRedirect,
  isSilent,
  statusOf,
} from './exchange.ts';
import type { ReceiverClient } from './receiver-client.ts';
import { explainRefusal, type RootCause } from './root-cause.ts';
import { tryConnection } from './session.ts';

/** Milliseconds to open a connection. */
const patience = 5000;

/**
 * Finds an event that the receiver accepts, which the session has as its base from then on.
 * @returns why there is none; null where there is one, or where no single check explains it
 * @throws UsageError where nobody is there, or it is the wrong URL
 */
export async function findBaseline(client: ReceiverClient): Promise<RootCause | null> {
  const { session } = client;
  await connectFirst(client);
  const refusals: Exchange[] = [];
  for (const subject of session.subjects) {
    const answer = await client.deliver(subject);
    if (isLate(client, answer)) return (await findQuick(client)) ? null : lateCause(answer);
    if (isAccepted(answer)) {
      session.baseline = subject;
      return null;
    }
    if (isUnreachable(answer)) throw unreachable(answer);
    refusals.push(answer);
    if (isRedirect(answer)) return redirectCause(answer);
    if (isForbidding(refusals)) break;
  }
  const [refusal] = refusals;
  if (!refusal) throw new UsageError('No event is subscribed.', 'Name one with --events.');
  session.refusal = refusal;
  await expectRightUrl(client, refusals);
  return explainRefusal(client, refusal);
}

/** Whether Logto would have given up before the answer. */
function isLate({ session }: ReceiverClient, answer: Exchange): boolean {
  return isSilent(answer) || answer.attempt.latencyMs > session.options.timeout;
}

/** How many events are delivered at a time, so that those that wait do so together. */
const atOnce = 10;

/** Looks for an event that is accepted in time, as long as any is answered at all. */
async function findQuick(client: ReceiverClient): Promise<boolean> {
  const { session } = client;
  for (let first = 0; first < session.defaults.length; first += atOnce) {
    const some = session.defaults.slice(first, first + atOnce);
    const answers = await Promise.all(some.map((subject) => client.deliver(subject)));
    const quick = answers.findIndex((one) => isAccepted(one) && !isLate(client, one));
    session.baseline = some[quick] ?? null;
    if (session.baseline) return true;
    if (answers.every((answer) => isLate(client, answer))) return false;
  }
  return false;
}

/** Whether so many events were taken for forged that it is not about them. */
function isForbidding(refusals: readonly Exchange[]): boolean {
  return (
    refusals.length >= 8 && refusals.every((answer) => [401, 403].includes(statusOf(answer) ?? 0))
  );
}

async function connectFirst({ session }: ReceiverClient): Promise<void> {
  const { url } = session.options;
  const error = await tryConnection(url, patience);
  if (!error) return;
  const { message, remedy } = explainFailure(error, url);
  throw new UsageError(message, remedy, { cause: error });
}

/** Whether what listens there speaks no HTTP, or TLS that is not trusted. */
function isUnreachable({ attempt: { error, url } }: Exchange): boolean {
  return (
    error !== null &&
    /^(EPROTO|HPE_|ERR_SSL|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|CERT_)/.test(
      explainFailure(error, url).code,
    )
  );
}

function unreachable({ attempt: { error, url } }: Exchange): UsageError {
  const { message, remedy } = explainFailure(error ?? new Error('no answer'), url);
  return new UsageError(message, remedy);
}

/** A path that is not there answers the same whatever is sent to it. */
async function expectRightUrl(
  client: ReceiverClient,
  refusals: readonly Exchange[],
): Promise<void> {
  const { url } = client.session.options;
  const [status] = refusals.map(statusOf);
  if (!refusals.every((answer) => statusOf(answer) === status)) return;
  if (status === 405 || status === 501) {
    throw new UsageError(`${maskUrl(url)} takes no POST (${status}).`, 'Check the path.');
  }
  if (status !== 404 && status !== 410) return;
  const unsigned = await client.post('{}', { signatures: [] });
  if (statusOf(unsigned) === status) {
    throw new UsageError(`${maskUrl(url)} is not there (${status}).`, 'Check the path.');
  }
}

function lateCause(answer: Exchange): RootCause {
  return {
    check: 'behaves/answers-in-time',
    finding: failed(answer.sent, describeLate(answer), 'error'),
    consequence: 'It does not answer in time; see behaves/answers-in-time.',
  };
}

function describeLate(answer: Exchange): string {
  const { latencyMs } = answer.attempt;
  return isSilent(answer)
    ? describeResponse(answer)
    : `${describeResponse(answer)} (after ${(latencyMs / 1000).toFixed(1)} s)`;
}

function redirectCause(answer: Exchange): RootCause {
  return {
    check: 'behaves/no-redirect',
    finding: failed(answer.sent, describeResponse(answer), 'error'),
    consequence: 'It redirects every delivery; see behaves/no-redirect.',
  };
}
