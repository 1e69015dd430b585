import { type Attempt, lostEvent } from '../../../core/http/deliver.ts';
import { explainFailure } from '../../../core/http/explain-error.ts';
import { maskUrl } from '../../../core/http/mask-url.ts';
import { headersToObject } from '../../../core/http/raw-headers.ts';
import type { Style } from '../../terminal/index.ts';
import { formatLatency, roundLatency } from '../text/numbers.ts';
import { plainText } from '../text/plain-text.ts';
import { previewResponse } from './body.ts';

/** One attempt, made by send, replay, redeliver or the forwarder. */
export interface ReportedAttempt {
  readonly outgoing: { readonly event: string | null; readonly variant: string | null };
  /** The id of the delivery that is replayed. */
  readonly delivery?: string;
  readonly sent: {
    readonly request: { readonly body: Buffer };
    readonly signature: string | null;
  };
  readonly attempt: Attempt;
  /** 1 for the first attempt of a delivery. */
  readonly number: number;
  /** Whether the response is the expected one. */
  readonly ok: boolean;
  /** False if a retry follows. */
  readonly final: boolean;
}

/** Returns the status of the response, or the code of the failure: `200`, `ECONNREFUSED`. */
export function outcomeOf({ attempt }: Pick<ReportedAttempt, 'attempt'>): string {
  if (attempt.response) return String(attempt.response.status);
  return attempt.error ? explainFailure(attempt.error, attempt.url).code : 'ERROR';
}

/** Returns the line for an attempt. `eventWidth` aligns several lines. */
export function renderAttempt(report: ReportedAttempt, eventWidth: number, style: Style): string {
  const { outgoing, delivery, sent, attempt, ok, final, number } = report;
  const mark = ok ? style.green('✓') : final ? style.red('✗') : style.yellow('↻');
  const outcome = outcomeOf(report).padEnd(3);
  const event = (outgoing.event === null ? '(raw bytes)' : plainText(outgoing.event)).padEnd(
    eventWidth,
  );
  const facts = [
    delivery,
    outgoing.variant === null ? undefined : plainText(outgoing.variant),
    `${sent.request.body.length} B`,
    formatLatency(attempt.latencyMs),
    number > 1 ? `attempt ${number}` : undefined,
  ].filter((fact) => fact !== undefined);
  const colored = ok ? style.green(outcome) : final ? style.red(outcome) : style.yellow(outcome);
  return `${mark} ${colored} ${style.bold(event)}  ${style.dim(facts.join(' · '))}`;
}

/** Returns why an attempt failed: the body of the response, or the addresses tried and what to check. */
export function explainAttempt({ attempt }: ReportedAttempt, style: Style): string[] {
  if (attempt.response)
    return previewResponse(attempt.response.body).map((line) => style.dim(line));
  if (!attempt.error) return [];
  const { message, remedy } = explainFailure(attempt.error, attempt.url);
  return [plainText(message), ...(remedy === '' ? [] : [style.dim(remedy)])];
}

/** Returns the warning about a redirect that loses the event; undefined if there is none. */
export function warnOfLoss({ attempt }: ReportedAttempt, style: Style): string | undefined {
  const redirect = lostEvent(attempt);
  if (!redirect) return undefined;
  const to = plainText(maskUrl(redirect.to));
  return (
    style.bold(style.yellow(`! ${redirect.status} to ${to} loses the event: `)) +
    `Logto follows it with a GET that has no body, and logs ${attempt.response && attempt.response.status < 300 ? 'Success' : 'the response to that'}. ` +
    'Set the webhook to the final URL, or respond with 307 or 308.'
  );
}

/** Returns the `--json` record of an attempt. */
export function toAttemptRecord(report: ReportedAttempt) {
  const { outgoing, delivery, sent, attempt, number, ok } = report;
  const { response, error, redirects } = attempt;
  return {
    type: 'attempt',
    ...(delivery === undefined ? {} : { delivery }),
    event: outgoing.event,
    variant: outgoing.variant,
    to: maskUrl(attempt.url),
    status: response?.status ?? null,
    ok,
    latencyMs: roundLatency(attempt.latencyMs),
    attempt: number,
    requestBytes: sent.request.body.length,
    signature: sent.signature,
    redirects: redirects.map(({ status, to, dropsBody }) => ({
      status,
      to: maskUrl(to),
      losesEvent: dropsBody,
    })),
    response: response && {
      headers: headersToObject(response.headers),
      body: response.body.toString(),
    },
    error: error && explainFailure(error, attempt.url),
  };
}
