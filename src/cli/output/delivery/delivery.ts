import { isUtf8 } from 'node:buffer';
import type { Delivery, ForwardAttempt } from '../../../core/delivery.ts';
import { maskPath } from '../../../core/http/mask-url.ts';
import { headersToObject } from '../../../core/http/raw-headers.ts';
import { decodeResponse, responseText } from '../../../core/http/response-text.ts';
import type { Style } from '../../terminal/index.ts';
import { formatLatency, roundLatency } from '../text/numbers.ts';
import { plainText } from '../text/plain-text.ts';
import { suggestedWord } from '../text/shell.ts';
import { formatTime } from '../text/time.ts';
import { foldHead, foldLine } from '../text/wrap.ts';
import { previewResponse, renderBody } from './body.ts';
import { describeChaos } from './chaos.ts';

export interface DeliveryLayout {
  readonly output: 'pretty' | 'compact' | 'quiet';
  readonly print: 'payload' | 'headers' | 'none';
  /** Where lines are wrapped or cut; undefined if the output is not a terminal. */
  readonly columns: number | undefined;
  /** How often this cause of a refusal has occurred; it is explained the first time only. */
  readonly refusals?: number;
  /** Whether the app's response is the one that was shown before. */
  readonly isSameResponse?: boolean;
}

/** Returns what a person sees of a delivery; nothing in quiet mode, unless something is wrong with it. */
export function renderDelivery(delivery: Delivery, layout: DeliveryLayout, style: Style): string[] {
  if (layout.output === 'compact') return [renderCompact(delivery, layout.columns, style)];
  const { columns, refusals = 1 } = layout;
  if (refusals > 1) return foldHead(renderHead(delivery, refusals, style), columns);
  const remarks = renderRemarks(delivery, layout, style);
  if (layout.output === 'quiet' && remarks.length === 0 && isFine(delivery)) return [];
  const summary = delivery.verification.isJson ? [delivery.summary()] : [];
  const details = [...summary, ...remarks, ...renderPrint(delivery, layout.print, style)];
  return [
    ...foldHead(renderHead(delivery, 1, style), columns),
    ...details.flatMap((line) => foldLine(`  ${line}`, columns)),
  ];
}

/** Returns whether a delivery was verified, and accepted by the app if there is one. */
function isFine({ verification, responseStatus }: Delivery): boolean {
  return verification.signature === 'valid' && responseStatus < 300;
}

/** Returns `✓ 200 PostRegister  10:15:30 · 6bsn1p51 · 4 ms`: the outcome first, as in the output of `send`. */
function renderHead(delivery: Delivery, refusals: number, style: Style): string {
  const { id, request, verification, forward } = delivery;
  const facts = [
    verification.signature === 'valid' ? [] : style.red(signatureWords[verification.signature]),
    style.dim(formatTime(request.at)),
    style.dim(id),
    renderSource(delivery).map(style.dim),
    forward ? style.dim(`${formatLatency(forward.latencyMs)}`) : [],
    refusals > 1 ? style.dim(`same cause, ${refusals} times`) : [],
  ].flat();
  const event = style.bold(eventName(delivery));
  return `${renderOutcome(delivery, style)} ${event}  ${facts.join(style.dim(' · '))}`;
}

/** Returns how a delivery arrived, and which of several keys verified it. */
function renderSource({ request: { via }, verification: { key } }: Delivery): string[] {
  // The key of a mirrored webhook is named like the webhook.
  const isMirrored = key?.startsWith('webhook ') ?? false;
  if (via !== 'http') return [isMirrored ? `via ${key}` : `via ${via}`];
  if (isMirrored) return [`key of ${key}`];
  // `--signing-key #2` and `LOGTO_WEBHOOK_SIGNING_KEY in .env #2`: all keys come from one place.
  const [number] = / #\d+$/.exec(key ?? '') ?? [];
  return number === undefined ? [] : [`key${number}`];
}

/**
 * Returns `✓ 200 10:15:30 6bsn1p51 PostRegister  Ada Lovelace (u3k9…) registered`, cut to fit; instead of the
 * summary, why it was not verified or did not reach the app.
 */
function renderCompact(delivery: Delivery, columns: number | undefined, style: Style): string {
  const { id, request, verification, forward } = delivery;
  const isValid = verification.signature === 'valid';
  const problem = isValid ? forward?.failure?.message : (verification.diagnosis?.message ?? '');
  const text = problem ?? delivery.summary();
  const facts = `${formatTime(request.at)} ${id}${request.via === 'http' ? '' : ` ${request.via}`}`;
  const chaos = delivery.chaos?.map(({ kind }) => ` ${kind}`).join('') ?? '';
  const event = eventName(delivery);
  const taken = '✓ 200   '.length + facts.length + 1 + event.length + chaos.length;
  const room = columns === undefined ? undefined : Math.max(1, columns - taken);
  const cut = plainText(text, room);
  const line = `${renderOutcome(delivery, style)} ${style.dim(facts)} ${style.bold(event)}${style.yellow(chaos)}`;
  // In a very narrow terminal, even a single character would wrap.
  return room !== undefined && room < 4
    ? line
    : `${line}  ${problem === undefined ? cut : style.red(cut)}`;
}

export const signatureWords = { invalid: 'invalid signature', missing: 'no signature' } as const;

function eventName({ verification }: Delivery): string {
  if (!verification.isJson) return '(not JSON)';
  return verification.event === null ? '(no event)' : plainText(verification.event, 60);
}

/** Returns `✓ 200`: whether it was verified and accepted, and the status returned to the sender. */
function renderOutcome({ verification, responseStatus }: Delivery, style: Style): string {
  if (verification.signature !== 'valid') return style.red(`✗ ${responseStatus}`);
  return responseStatus < 300
    ? style.green(`✓ ${responseStatus}`)
    : style.yellow(`! ${responseStatus}`);
}

/** Returns the remarks on a delivery: the diagnosis, drift, an unknown event, a failure of the app. */
function renderRemarks(delivery: Delivery, layout: DeliveryLayout, style: Style): string[] {
  const { verification, forward, chaos = [] } = delivery;
  const { diagnosis } = verification;
  const drift = verification.drift().map(({ path, expected, got }) => {
    const is = got === 'missing' ? 'is missing' : `is ${plainText(got)}`;
    return `${style.yellow('drift')} ${plainText(path)} ${is}, expected ${expected}`;
  });
  const lines = [
    ...(diagnosis ? [style.red(diagnosis.message), diagnosis.remedy] : []),
    ...remarksOnEvent(verification).map(style.yellow),
    ...drift,
    ...chaos.map((rule) => style.yellow(describeChaos(rule, forward))),
    ...remarksOnForward(delivery, layout, style),
  ];
  return lines.filter((line) => line !== '');
}

function remarksOnEvent({ isJson, event, known, consoleTest }: Delivery['verification']): string[] {
  if (!isJson) return ['The body is not JSON; Logto always sends JSON.'];
  if (consoleTest) {
    const name = suggestedWord(event ?? '', '<event>');
    return [
      `A test payload from the Console. Real events look different: logto-hooks events show ${name}`,
    ];
  }
  if (event === null || known) return [];
  return ['This version does not know the event and did not check its shape.'];
}

function remarksOnForward(
  { forward, responseStatus }: Delivery,
  { isSameResponse = false }: DeliveryLayout,
  style: Style,
): string[] {
  if (!forward) return [];
  const lines: string[] = [];
  if (forward.failure) lines.push(style.red(forward.failure.message), forward.failure.remedy);
  if ([301, 302, 303].includes(responseStatus)) {
    lines.push(
      style.yellow(
        `Logto follows a ${responseStatus} with a GET request without a body: the event would be lost.`,
      ),
    );
  }
  if (forward.latencyMs > 10_000) {
    lines.push(style.yellow('Logto waits 10 s for a response: it would have logged an error.'));
  }
  if (isSameResponse) {
    return [...lines, style.dim(`Your app responded ${forward.status}: same response as before.`)];
  }
  return [...lines, ...renderAppResponse(forward, style)];
}

/** Returns the beginning of the app's response if its status is not 2xx. */
function renderAppResponse(forward: ForwardAttempt, style: Style): string[] {
  const { status } = forward;
  if (status === null || (status >= 200 && status < 300)) return [];
  const lines = previewResponse(decodeResponse(forward));
  if (lines.length === 0) return [style.dim(`Your app responded ${status} with an empty body.`)];
  return [style.dim(`Your app responded ${status}:`), ...lines.map((line) => `  ${line}`)];
}

function renderPrint(
  { request, verification }: Delivery,
  print: DeliveryLayout['print'],
  style: Style,
): string[] {
  if (print === 'headers') {
    const headers = Object.entries(headersToObject(request.headers));
    return headers.map(([name, value]) => `${style.cyan(plainText(name))}: ${plainText(value)}`);
  }
  if (print === 'payload' && verification.isJson) {
    return renderBody(request.body, true, style);
  }
  return [];
}

/** Returns the path without its query, which may be secret; a proxy's request has the whole URL as its path. */
function pathOf(path: string): string {
  return maskPath(path).replace(/\?.*/, '');
}

/** Returns the `--json` line of a delivery. */
export function toDeliveryRecord(delivery: Delivery) {
  const { id, request, verification, forward, chaos, responseStatus } = delivery;
  const { body } = request;
  return {
    type: 'delivery',
    id,
    receivedAt: request.at.toISOString(),
    via: request.via,
    path: request.path === null ? null : pathOf(request.path),
    event: verification.event,
    hookId: verification.hookId,
    signature: verification.signature,
    key: verification.key,
    diagnosis: verification.diagnosis,
    known: verification.known,
    consoleTest: verification.consoleTest,
    drift: verification.drift(),
    headers: headersToObject(request.headers),
    ...(isUtf8(body) ? { body: body.toString() } : { bodyBase64: body.toString('base64') }),
    forward: forward && {
      url: forward.url,
      status: forward.status,
      latencyMs: roundLatency(forward.latencyMs),
      error: forward.failure,
      responseBody: forward.status === null ? null : responseText(forward),
    },
    ...(chaos && { chaos: chaos.map(({ kind }) => kind) }),
    responded: responseStatus,
  };
}
