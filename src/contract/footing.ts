import { UsageError } from '../core/errors.ts';
import { explainFailure } from '../core/failure.ts';
import type { CustomHeaders } from '../core/logto-request.ts';
import { sign } from '../core/signature.ts';
import {
  type Answer,
  describeAnswer,
  isAccepted,
  isRedirect,
  isSilent,
  statusOf,
} from './answer.ts';
import { type Finding, failed } from './check.ts';
import type { Courier } from './courier.ts';
import { tryConnection } from './session.ts';

/**
 * What a receiver that accepts no event fails: one check, where one explains it, and all others are
 * then skipped for the reason given.
 */
export interface Culprit {
  readonly check: string;
  readonly finding: Finding;
  /** One sentence. */
  readonly consequence: string;
}

/** Milliseconds to open a connection. */
const patience = 5000;

/**
 * Finds an event that the receiver accepts, which the session has as its base from then on.
 * @returns why there is none; null where there is one, or where no single check explains it
 * @throws UsageError where nobody is there, or it is the wrong URL
 */
export async function findFooting(courier: Courier): Promise<Culprit | null> {
  const { session } = courier;
  await connectFirst(courier);
  const refusals: Answer[] = [];
  for (const subject of session.subjects) {
    const answer = await courier.deliver(subject);
    if (isLate(courier, answer)) return (await findQuick(courier)) ? null : lateCulprit(answer);
    if (isAccepted(answer)) {
      session.base = subject;
      return null;
    }
    if (isUnreachable(answer)) throw unreachable(answer);
    refusals.push(answer);
    if (isRedirect(answer)) return redirectCulprit(answer);
    if (isForbidding(refusals)) break;
  }
  const [refusal] = refusals;
  if (!refusal) throw new UsageError('No event is subscribed.', 'Name one with --events.');
  session.refusal = refusal;
  await expectRightUrl(courier, refusals);
  return explain(courier, refusal);
}

/** Whether Logto would have given up before the answer. */
function isLate({ session }: Courier, answer: Answer): boolean {
  return isSilent(answer) || answer.attempt.latencyMs > session.options.timeout;
}

/** How many events are delivered at a time, so that those that wait do so together. */
const atOnce = 10;

/** Looks for an event that is accepted in time, as long as any is answered at all. */
async function findQuick(courier: Courier): Promise<boolean> {
  const { session } = courier;
  for (let first = 0; first < session.defaults.length; first += atOnce) {
    const some = session.defaults.slice(first, first + atOnce);
    const answers = await Promise.all(some.map((subject) => courier.deliver(subject)));
    const quick = answers.findIndex((one) => isAccepted(one) && !isLate(courier, one));
    session.base = some[quick] ?? null;
    if (session.base) return true;
    if (answers.every((answer) => isLate(courier, answer))) return false;
  }
  return false;
}

/** Whether so many events were taken for forged that it is not about them. */
function isForbidding(refusals: readonly Answer[]): boolean {
  return (
    refusals.length >= 8 && refusals.every((answer) => [401, 403].includes(statusOf(answer) ?? 0))
  );
}

async function connectFirst({ session }: Courier): Promise<void> {
  const { url } = session.options;
  const error = await tryConnection(url, patience);
  if (!error) return;
  const { message, remedy } = explainFailure(error, url);
  throw new UsageError(message, remedy, { cause: error });
}

/** Whether what listens there speaks no HTTP, or TLS that is not trusted. */
function isUnreachable({ attempt: { error, url } }: Answer): boolean {
  return (
    error !== null &&
    /^(EPROTO|HPE_|ERR_SSL|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|CERT_)/.test(
      explainFailure(error, url).code,
    )
  );
}

function unreachable({ attempt: { error, url } }: Answer): UsageError {
  const { message, remedy } = explainFailure(error ?? new Error('no answer'), url);
  return new UsageError(message, remedy);
}

/** A path that is not there answers the same whatever is sent to it. */
async function expectRightUrl(courier: Courier, refusals: readonly Answer[]): Promise<void> {
  const { url } = courier.session.options;
  const [status] = refusals.map(statusOf);
  if (!refusals.every((answer) => statusOf(answer) === status)) return;
  if (status === 405 || status === 501) {
    throw new UsageError(`${url.href} takes no POST (${status}).`, 'Check the path.');
  }
  if (status !== 404 && status !== 410) return;
  const unsigned = await courier.post('{}', { signatures: [] });
  if (statusOf(unsigned) === status) {
    throw new UsageError(`${url.href} is not there (${status}).`, 'Check the path.');
  }
}

function lateCulprit(answer: Answer): Culprit {
  return {
    check: 'behaves/answers-in-time',
    finding: failed(answer.sent, describeLate(answer), 'error'),
    consequence: 'It does not answer in time; see behaves/answers-in-time.',
  };
}

function describeLate(answer: Answer): string {
  const { latencyMs } = answer.attempt;
  return isSilent(answer)
    ? describeAnswer(answer)
    : `${describeAnswer(answer)} (after ${(latencyMs / 1000).toFixed(1)} s)`;
}

function redirectCulprit(answer: Answer): Culprit {
  return {
    check: 'behaves/no-redirect',
    finding: failed(answer.sent, describeAnswer(answer), 'error'),
    consequence: 'It redirects every delivery; see behaves/no-redirect.',
  };
}

/** Tries what would explain that genuine deliveries are refused. */
async function explain(courier: Courier, refusal: Answer): Promise<Culprit | null> {
  return (await explainByHeaders(courier, refusal)) ?? (await explainByKey(courier));
}

/** Headers that other senders of webhooks have, and receivers copied from theirs may ask for. */
function foreignHeaders(timestamp: string): CustomHeaders {
  const id = 'k3v9x2q7b1m5t8w4z6c0n';
  const times = [
    'logto-timestamp',
    'x-logto-timestamp',
    'logto-request-timestamp',
    'webhook-timestamp',
    'x-webhook-timestamp',
    'x-timestamp',
    'timestamp',
  ];
  const ids = [
    'logto-delivery-id',
    'logto-webhook-id',
    'logto-hook-id',
    'logto-request-id',
    'x-logto-delivery',
    'webhook-id',
    'x-webhook-id',
    'x-request-id',
    'idempotency-key',
  ];
  const events = [
    'logto-event',
    'x-logto-event',
    'logto-event-type',
    'x-webhook-event',
    'x-event-type',
  ];
  return [
    ...times.map((name) => [name, timestamp] as const),
    ...ids.map((name) => [name, id] as const),
    ...events.map((name) => [name, 'PostSignIn'] as const),
  ];
}

async function explainByHeaders(courier: Courier, refusal: Answer): Promise<Culprit | null> {
  const now = Date.now();
  for (const timestamp of [
    String(Math.floor(now / 1000)),
    String(now),
    new Date(now).toISOString(),
  ]) {
    const headers = foreignHeaders(timestamp);
    if (!(await isAcceptedWith(courier, headers))) continue;
    const needed = await narrow(courier, headers);
    const names = needed.map(([name]) => name).join(', ');
    return {
      check: 'behaves/no-extra-header-needed',
      finding: failed(
        refusal.sent,
        `${describeAnswer(refusal)}; accepted with ${names}, which Logto never sends`,
      ),
      consequence: `It wants ${names}, which Logto never sends; see behaves/no-extra-header-needed.`,
    };
  }
  return null;
}

/** Leaves out one header after the other that is not needed. */
async function narrow(courier: Courier, headers: CustomHeaders): Promise<CustomHeaders> {
  let needed = headers;
  for (const header of headers) {
    const others = needed.filter((other) => other !== header);
    if (await isAcceptedWith(courier, others)) needed = others;
  }
  return needed;
}

async function isAcceptedWith(courier: Courier, headers: CustomHeaders): Promise<boolean> {
  const [subject] = courier.session.subjects;
  if (!subject) return false;
  const payload = courier.payloads.text(subject);
  return isAccepted(await courier.post(payload, { headers, signatures: [courier.sign(payload)] }));
}

/** A key that is not set, or a body that was not read, verifies another signature. */
async function explainByKey(courier: Courier): Promise<Culprit | null> {
  const [subject] = courier.session.subjects;
  if (!subject) return null;
  const explanations = [
    {
      check: 'rejects/empty-key',
      signatureOf: (body: string) => sign(body, ''),
      why: 'It takes signatures made with an empty key: its signing key is not set',
    },
    {
      check: 'rejects/signature-of-empty-body',
      signatureOf: () => courier.sign(''),
      why: 'It takes the signature of an empty body: it does not verify the body that came',
    },
  ];
  for (const { check, signatureOf, why } of explanations) {
    const body = courier.payloads.text(subject);
    const answer = await courier.post(body, { signatures: [signatureOf(body)] });
    if (!isAccepted(answer)) continue;
    const finding = failed(answer.sent, `${describeAnswer(answer)}. ${why}.`);
    return { check, finding, consequence: `${why}; see ${check}.` };
  }
  return null;
}
