import type { RawHeaders } from '../../http/raw-headers.ts';
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
export const keptOfAnswer = 64 * 1024;

const nothing = Buffer.alloc(0);

interface DeliveryDetails {
  /** Not in the summary, which lists print as it is. */
  readonly path?: string | null;
  readonly headers: RawHeaders;
  readonly answer: AnswerDetails | null;
  readonly chaos: readonly StoredChaos[] | undefined;
}

interface AnswerDetails {
  readonly headers: RawHeaders;
  readonly bodyLength: number;
}

/** Bodies: the delivery's, the one on the wire if it differs, the app's response. */
export function deliveryFrame(delivery: NewDelivery): Frame {
  const { path = null, headers, body, wireBody, forward, chaos = [] } = delivery;
  const details: DeliveryDetails = {
    path,
    headers,
    answer: forward && describeAnswer(forward),
    chaos: chaos.length > 0 ? chaos : undefined,
  };
  return {
    kind: 'delivery',
    id: delivery.id,
    at: new Date(delivery.receivedAt),
    summary: JSON.stringify(summariseDelivery(delivery)),
    details: JSON.stringify(details),
    bodies: [
      body,
      wireBody === body ? nothing : wireBody,
      forward ? forward.body.subarray(0, keptOfAnswer) : nothing,
    ],
  };
}

/** Field by field: spreading the delivery would take as long as serializing it. */
function summariseDelivery(delivery: NewDelivery): DeliverySummary {
  const { forward, chaos = [] } = delivery;
  return {
    type: delivery.type,
    id: delivery.id,
    receivedAt: delivery.receivedAt,
    via: delivery.via,
    event: delivery.event,
    hookId: delivery.hookId,
    signature: delivery.signature,
    diagnosis: delivery.diagnosis,
    isJson: delivery.isJson,
    known: delivery.known,
    consoleTest: delivery.consoleTest,
    drift: delivery.drift,
    skipped: delivery.skipped,
    responded: delivery.responded,
    words: delivery.words,
    chaos: chaos.length > 0 ? chaos.map(({ kind }) => kind) : undefined,
    forward: forward && summariseAttempt(forward),
  };
}

/** Bodies: the one that was sent if it differs, nothing, the response. */
export function attemptFrame(deliveryId: string, attempt: StoredAttempt): Frame {
  return {
    kind: 'attempt',
    id: deliveryId,
    at: new Date(attempt.at),
    summary: JSON.stringify(summariseAttempt(attempt)),
    details: JSON.stringify(describeAnswer(attempt)),
    bodies: [attempt.sent ?? nothing, nothing, attempt.body.subarray(0, keptOfAnswer)],
  };
}

/** @param frame a whole frame of a delivery */
export function readDelivery(frame: Buffer, replays: readonly StoredAttempt[]): StoredDelivery {
  const { forward, ...summary }: DeliverySummary = JSON.parse(summaryOf(frame));
  const [json, body, wireBody, answer] = readParts(frame);
  const details: DeliveryDetails = JSON.parse(json.toString());
  const attempt = forward && details.answer && toAttempt(forward, details.answer, answer, null);
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

/** @param frame a whole frame of an attempt */
export function readAttempt(frame: Buffer): StoredAttempt {
  const [json, sent, , answer] = readParts(frame);
  const summary: AttemptSummary = JSON.parse(summaryOf(frame));
  return toAttempt(
    summary,
    JSON.parse(json.toString()),
    answer,
    summary.signing === 'edited' ? sent : null,
  );
}

/**
 * Returns the JSON of a summary, unparsed.
 * @param head at least the fixed head and the summary
 */
export function summaryOf(head: Buffer): string {
  return head.toString('utf8', fixedLength, claimedHeadLength(head));
}

function summariseAttempt(attempt: StoredAttempt): AttemptSummary {
  const { kind, at, url, status, latencyMs, error, signing } = attempt;
  return { kind, at, url, status, latencyMs, error, signing };
}

function describeAnswer({ headers, bodyLength }: StoredAttempt): AnswerDetails {
  return { headers, bodyLength };
}

function toAttempt(
  summary: AttemptSummary,
  { headers, bodyLength }: AnswerDetails,
  body: Buffer,
  sent: Buffer | null,
): StoredAttempt {
  return { ...summary, headers, body, bodyLength, sent };
}
