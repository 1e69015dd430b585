import { claimedHeadLength, type Frame, fixedLength, readParts } from './frame.ts';
import type {
  AttemptSummary,
  DeliverySummary,
  NewDelivery,
  StoredAttempt,
  StoredChaos,
  StoredDelivery,
} from './record.ts';

/** Of an answer's body, so many bytes are kept. */
export const keptOfAnswer = 64 * 1024;

const nothing = Buffer.alloc(0);

interface DeliveryDetails {
  readonly headers: string[];
  readonly answer: AnswerDetails | null;
  readonly chaos?: readonly StoredChaos[];
}

interface AnswerDetails {
  readonly headers: string[];
  readonly bodyLength: number;
}

/** Bodies: the delivery's own, the same on the wire where it differs, the app's answer. */
export function deliveryFrame(delivery: NewDelivery): Frame {
  const { headers, body, wireBody, forward, chaos = [], ...rest } = delivery;
  const summary: DeliverySummary = {
    ...rest,
    ...(chaos.length > 0 ? { chaos: chaos.map(({ kind }) => kind) } : {}),
    forward: forward && summariseAttempt(forward),
  };
  const details: DeliveryDetails = {
    headers: [...headers],
    answer: forward && describeAnswer(forward),
    ...(chaos.length > 0 ? { chaos } : {}),
  };
  return {
    kind: 'delivery',
    id: delivery.id,
    at: new Date(delivery.receivedAt),
    summary: JSON.stringify(summary),
    details: JSON.stringify(details),
    bodies: [
      body,
      wireBody === body ? nothing : wireBody,
      forward ? forward.body.subarray(0, keptOfAnswer) : nothing,
    ],
  };
}

/** Bodies: what was sent where it differs, nothing, the answer. */
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

/** @param frame a whole one, of a delivery */
export function readDelivery(frame: Buffer, replays: readonly StoredAttempt[]): StoredDelivery {
  const { forward, ...summary }: DeliverySummary = JSON.parse(summaryOf(frame));
  const [json, body, wireBody, answer] = readParts(frame);
  const details: DeliveryDetails = JSON.parse(json.toString());
  const attempt = forward && details.answer && toAttempt(forward, details.answer, answer, null);
  return {
    ...summary,
    chaos: details.chaos,
    headers: details.headers,
    body,
    wireBody: wireBody.length > 0 ? wireBody : body,
    attempts: attempt ? [attempt, ...replays] : replays,
  };
}

/**
 * What was signed.
 * @param frame a whole one, of a delivery
 */
export function bodyOf(frame: Buffer): Buffer {
  const [, body] = readParts(frame);
  return body;
}

/** @param frame a whole one, of an attempt */
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
 * The JSON of a summary, unparsed.
 * @param head the fixed head and the summary, at least
 */
export function summaryOf(head: Buffer): string {
  return head.toString('utf8', fixedLength, claimedHeadLength(head, 0));
}

function summariseAttempt(attempt: StoredAttempt): AttemptSummary {
  const { kind, at, url, status, latencyMs, error, signing } = attempt;
  return { kind, at, url, status, latencyMs, error, signing };
}

function describeAnswer({ headers, bodyLength }: StoredAttempt): AnswerDetails {
  return { headers: [...headers], bodyLength };
}

function toAttempt(
  summary: AttemptSummary,
  { headers, bodyLength }: AnswerDetails,
  body: Buffer,
  sent: Buffer | null,
): StoredAttempt {
  return { ...summary, headers, body, bodyLength, sent };
}
