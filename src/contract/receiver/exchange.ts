import { systemCode } from '../../core/errors.ts';
import { type Attempt, isSuccess, lostEvent } from '../../core/http/deliver.ts';
import { explainFailure } from '../../core/http/explain-error.ts';
import { maskUrl } from '../../core/http/mask-url.ts';
import { TimeoutError } from '../../core/http/transport/transport.ts';
import { oneLine, readableText, withoutStack } from './readable-text.ts';

/** One request and its response. */
export interface Exchange {
  /** The request, in one line. */
  readonly sent: string;
  /** The body as sent. */
  readonly body: Buffer;
  readonly attempt: Attempt;
  /** The valid signature, which a response to a forged delivery must not contain. */
  readonly rightSignature: string;
  /** Whether Logto may send it, so that its response matters for Logto. */
  readonly isGenuine: boolean;
  /** The ID of the check that sent it; null before the first. */
  readonly check: string | null;
}

/** Returns the status of the last response; null if there was none. */
export function statusOf({ attempt }: Exchange): number | null {
  return attempt.response?.status ?? null;
}

/** Returns whether Logto logs a success and the receiver got the event. */
export function isAccepted({ attempt }: Exchange): boolean {
  return isSuccess(attempt) && !lostEvent(attempt);
}

/** Returns whether a redirect lost the event: it dropped the body or led nowhere. */
export function isRedirect(exchange: Exchange): boolean {
  const { redirects, response } = exchange.attempt;
  const isBare = [301, 302, 303, 307, 308].includes(response?.status ?? 0);
  return isBare || lostEvent(exchange.attempt) !== undefined || (redirects.length > 0 && !response);
}

/** Returns whether the status is 429, which says nothing about the delivery. */
export function isRateLimited(exchange: Exchange): boolean {
  return statusOf(exchange) === 429;
}

/** Returns whether there was no response in time. */
export function isSilent({ attempt }: Exchange): boolean {
  return attempt.error instanceof TimeoutError;
}

/** Returns whether the connection failed; a broken redirect and a timeout count as responses. */
export function isBroken({ attempt: { error } }: Exchange): boolean {
  if (error === null || error instanceof TimeoutError) return false;
  return error instanceof AggregateError || systemCode(error) !== undefined;
}

/** Returns whether no connection was opened, so that nothing was sent. */
export function isRefused({ attempt: { error } }: Exchange): boolean {
  if (error instanceof AggregateError) return true;
  return error !== null && systemCode(error) === 'ECONNREFUSED';
}

const eventName = /"event"\s*:\s*"([^"]{1,80})"/;

/** Returns the event that a body names; undefined if it names none. */
export function eventIn(body: Buffer): string | undefined {
  return eventName.exec(body.toString())?.[1];
}

/** Returns whether two responses are alike, so that the difference between the requests did not matter. */
export function isSameKind(one: Exchange, other: Exchange): boolean {
  return kindOf(one) === kindOf(other);
}

function kindOf({ attempt }: Exchange): string {
  if (attempt.response) return String(attempt.response.status);
  return attempt.error ? explainFailure(attempt.error, attempt.url).code : 'ERROR';
}

/** Characters of a response's body that are quoted. */
const previewLength = 160;

/** Returns a response in one line: `401: {"error":"…"}`, or why there was none. */
export function describeResponse(exchange: Exchange): string {
  const { response, error, redirects, url } = exchange.attempt;
  const [first] = redirects;
  const way = first ? `${first.status} to ${maskUrl(first.to)}, then ` : '';
  if (!response) return way + (error ? explainFailure(error, url).message : 'No answer.');
  const preview = oneLine(withoutStack(readableText(response.body.toString())), previewLength);
  return `${way}${response.status}${preview === '' ? '' : `: ${preview}`}`;
}
