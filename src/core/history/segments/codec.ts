import { maskPath, maskUrl, maskUrlsIn } from '../../http/mask-url.ts';
import type { RawHeaders } from '../../http/raw-headers.ts';
import { isObject } from '../../json/is-object.ts';
import type {
  AttemptSummary,
  DeliverySummary,
  NewDelivery,
  StoredAttempt,
  StoredChaos,
  StoredDelivery,
} from '../record.ts';
import { claimedHeadLength, type Frame, fixedLength, readParts } from './frame.ts';

/** Bytes of a response body that are stored. */
export const storedResponseBytes = 64 * 1024;

const nothing = Buffer.alloc(0);

interface DeliveryDetails {
  /** Unmasked, unlike the path in the summary. */
  readonly path?: string | null;
  readonly headers: RawHeaders;
  readonly answer: ResponseDetails | null;
  readonly chaos: readonly StoredChaos[] | undefined;
}

interface ResponseDetails {
  readonly headers: RawHeaders;
  readonly bodyLength: number;
}

/**
 * Returns the frame of a delivery. Its bodies: the signed body, the wire body if it differs, the app's
 * response.
 */
export function deliveryFrame(delivery: NewDelivery): Frame {
  const { path = null, headers, body, wireBody, forward, chaos = [] } = delivery;
  const details: DeliveryDetails = {
    path,
    headers,
    answer: forward && describeResponse(forward),
    chaos: chaos.length > 0 ? chaos : undefined,
  };
  return {
    kind: 'delivery',
    id: delivery.id,
    at: new Date(delivery.receivedAt),
    summary: JSON.stringify(summarizeDelivery(delivery)),
    details: JSON.stringify(details),
    bodies: [
      body,
      wireBody === body ? nothing : wireBody,
      forward ? forward.body.subarray(0, storedResponseBytes) : nothing,
    ],
  };
}

/** Copies field by field, because spreading the delivery takes as long as serializing it. */
function summarizeDelivery(delivery: NewDelivery): DeliverySummary {
  const { forward, chaos = [] } = delivery;
  return {
    type: delivery.type,
    id: delivery.id,
    receivedAt: delivery.receivedAt,
    via: delivery.via,
    event: delivery.event,
    hookId: delivery.hookId,
    signature: delivery.signature,
    key: delivery.key ?? null,
    path: delivery.path == null ? null : maskPath(delivery.path),
    diagnosis: delivery.diagnosis,
    isJson: delivery.isJson,
    known: delivery.known,
    consoleTest: delivery.consoleTest,
    drift: delivery.drift,
    skipped: delivery.skipped,
    responded: delivery.responded,
    words: delivery.words,
    chaos: chaos.length > 0 ? chaos.map(({ kind }) => kind) : undefined,
    forward: forward && summarizeAttempt(forward),
  };
}

/** Returns the frame of an attempt. Its bodies: the sent body if it differs, an empty one, the response. */
export function attemptFrame(deliveryId: string, attempt: StoredAttempt): Frame {
  return {
    kind: 'attempt',
    id: deliveryId,
    at: new Date(attempt.at),
    summary: JSON.stringify(summarizeAttempt(attempt)),
    details: JSON.stringify(describeResponse(attempt)),
    bodies: [attempt.sent ?? nothing, nothing, attempt.body.subarray(0, storedResponseBytes)],
  };
}

/** Thrown for a record whose JSON does not have the expected shape. */
export class MalformedRecord extends Error {
  override readonly name = 'MalformedRecord';
}

/**
 * Reads the summary of a delivery.
 * @param head at least the fixed head and the summary
 * @throws SyntaxError or MalformedRecord
 */
export function readDeliverySummary(head: Buffer): DeliverySummary {
  const summary: DeliverySummary = JSON.parse(summaryOf(head));
  const isValid =
    isObject(summary) &&
    [summary.id, summary.receivedAt, summary.signature, summary.words].every(isText) &&
    Array.isArray(summary.drift);
  if (!isValid) throw new MalformedRecord();
  return { ...summary, forward: summary.forward && withMaskedUrl(summary.forward) };
}

/**
 * Reads the summary of an attempt.
 * @param head at least the fixed head and the summary
 * @throws SyntaxError or MalformedRecord
 */
export function readAttemptSummary(head: Buffer): AttemptSummary {
  const summary: AttemptSummary = JSON.parse(summaryOf(head));
  if (!isObject(summary) || ![summary.at, summary.url].every(isText)) throw new MalformedRecord();
  return withMaskedUrl(summary);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

/** Masks the URL, which earlier versions stored unmasked. */
function withMaskedUrl<T extends AttemptSummary>(attempt: T): T {
  const { url, error } = attempt;
  if (!/[?@#]/.test(url)) return attempt;
  const masked = error && { ...error, message: maskUrlsIn(error.message) };
  return { ...attempt, url: maskUrl(url), error: masked };
}

/**
 * Reads a delivery.
 * @param frame a whole frame of a delivery
 * @throws SyntaxError or MalformedRecord
 */
export function readDelivery(frame: Buffer, replays: readonly StoredAttempt[]): StoredDelivery {
  const { forward, ...summary } = readDeliverySummary(frame);
  const [json, body, wireBody, response] = readParts(frame);
  const details: DeliveryDetails = JSON.parse(json.toString());
  if (!isObject(details) || !Array.isArray(details.headers)) throw new MalformedRecord();
  const attempt = forward && details.answer && toAttempt(forward, details.answer, response, null);
  return {
    ...summary,
    chaos: details.chaos,
    path: details.path ?? null,
    headers: details.headers,
    body,
    wireBody: wireBody.length > 0 ? wireBody : body,
    attempts: attempt ? [attempt, ...replays] : replays,
  };
}

/**
 * Returns the bytes that were signed.
 * @param frame a whole frame of a delivery
 */
export function bodyOf(frame: Buffer): Buffer {
  const [, body] = readParts(frame);
  return body;
}

/**
 * Reads an attempt.
 * @param frame a whole frame of an attempt
 * @throws SyntaxError or MalformedRecord
 */
export function readAttempt(frame: Buffer): StoredAttempt {
  const [json, sent, , response] = readParts(frame);
  const summary = readAttemptSummary(frame);
  const details: ResponseDetails = JSON.parse(json.toString());
  if (!isObject(details) || !Array.isArray(details.headers)) throw new MalformedRecord();
  return toAttempt(summary, details, response, summary.signing === 'edited' ? sent : null);
}

/**
 * Returns the JSON of a summary, unparsed.
 * @param head at least the fixed head and the summary
 */
function summaryOf(head: Buffer): string {
  return head.toString('utf8', fixedLength, claimedHeadLength(head));
}

function summarizeAttempt(attempt: StoredAttempt): AttemptSummary {
  const { kind, at, url, status, latencyMs, error, signing } = attempt;
  return { kind, at, url, status, latencyMs, error, signing };
}

function describeResponse({ headers, bodyLength }: StoredAttempt): ResponseDetails {
  return { headers, bodyLength };
}

function toAttempt(
  summary: AttemptSummary,
  { headers, bodyLength }: ResponseDetails,
  body: Buffer,
  sent: Buffer | null,
): StoredAttempt {
  return { ...summary, headers, body, bodyLength, sent };
}
