import { isUtf8 } from 'node:buffer';
import type { Delivery } from '../../../core/delivery.ts';
import { maskPath } from '../../../core/http/mask-url.ts';
import { headersToObject } from '../../../core/http/raw-headers.ts';
import type { Style } from '../../terminal/index.ts';
import { formatLatency, roundLatency } from '../text/numbers.ts';
import { plainText } from '../text/plain-text.ts';
import { suggestedWord } from '../text/shell.ts';
import { formatTime } from '../text/time.ts';
import { wrap } from '../text/wrap.ts';
import { renderBody } from './body.ts';
import { describeChaos } from './chaos.ts';

export interface DeliveryLayout {
  readonly output: 'pretty' | 'compact' | 'quiet';
  readonly print: 'payload' | 'headers' | 'none';
  /** Where lines are wrapped or cut; undefined where nobody looks. */
  readonly columns: number | undefined;
}

/** What a person sees of one delivery; nothing in quiet mode, unless something is wrong with it. */
export function renderDelivery(delivery: Delivery, layout: DeliveryLayout, style: Style): string[] {
  if (layout.output === 'compact') return [renderCompact(delivery, layout.columns, style)];
  const remarks = renderRemarks(delivery, style);
  if (layout.output === 'quiet' && remarks.length === 0 && isFine(delivery)) return [];
  const words = delivery.verification.isJson ? [delivery.summary(), ...remarks] : remarks;
  const { columns } = layout;
  const fold = (line: string) =>
    columns === undefined ? [line] : wrap(line, columns, { hard: true });
  return [
    renderHead(delivery, style),
    ...words.flatMap((line) => fold(`  ${line}`)),
    ...renderPrint(delivery, layout.print, style).map((line) => `  ${line}`),
  ];
}

/** Verified, and taken by the app where there is one. */
function isFine({ verification, responseStatus }: Delivery): boolean {
  return verification.signature === 'valid' && responseStatus < 300;
}

/** `✓ 200 PostRegister  10:15:30 · 6bsn1p51 · 4 ms`: the outcome first, as `send` shows it. */
function renderHead(delivery: Delivery, style: Style): string {
  const { id, request, verification, forward } = delivery;
  const facts = [
    verification.signature === 'valid' ? [] : style.red(signatureWords[verification.signature]),
    style.dim(formatTime(request.at)),
    style.dim(id),
    request.via === 'http' ? [] : style.dim(`via ${request.via}`),
    forward ? style.dim(`${formatLatency(forward.latencyMs)}`) : [],
  ].flat();
  const event = style.bold(eventName(delivery));
  return `${renderOutcome(delivery, style)} ${event}  ${facts.join(style.dim(' · '))}`;
}

/** `✓ 200 10:15:30 6bsn1p51 PostRegister  Ada Lovelace (u3k9…) registered`, cut to fit. */
function renderCompact(delivery: Delivery, columns: number | undefined, style: Style): string {
  const { id, request, verification } = delivery;
  const isValid = verification.signature === 'valid';
  const words = isValid ? delivery.summary() : (verification.diagnosis?.message ?? '');
  const facts = `${formatTime(request.at)} ${id}${request.via === 'http' ? '' : ` ${request.via}`}`;
  const chaos = delivery.chaos?.map(({ kind }) => ` ${kind}`).join('') ?? '';
  const event = eventName(delivery);
  const taken = '✓ 200   '.length + facts.length + 1 + event.length + chaos.length;
  const room = columns === undefined ? undefined : Math.max(1, columns - taken);
  const cut = plainText(words, room);
  return `${renderOutcome(delivery, style)} ${style.dim(facts)} ${style.bold(event)}${style.yellow(chaos)}  ${isValid ? cut : style.red(cut)}`;
}

const signatureWords = { invalid: 'invalid signature', missing: 'no signature' } as const;

function eventName({ verification }: Delivery): string {
  if (!verification.isJson) return '(not JSON)';
  return verification.event === null ? '(no event)' : plainText(verification.event, 60);
}

/** `✓ 200`: whether it was verified and taken, and the status its sender got. */
function renderOutcome({ verification, responseStatus }: Delivery, style: Style): string {
  if (verification.signature !== 'valid') return style.red(`✗ ${responseStatus}`);
  return responseStatus < 300
    ? style.green(`✓ ${responseStatus}`)
    : style.yellow(`! ${responseStatus}`);
}

/** What is worth a word: the diagnosis, drift, a new event, an app that failed. */
function renderRemarks(
  { verification, forward, chaos, responseStatus }: Delivery,
  style: Style,
): string[] {
  const { diagnosis, known, consoleTest, event, isJson } = verification;
  const lines: string[] = [];
  if (diagnosis) lines.push(style.red(diagnosis.message), diagnosis.remedy);
  if (!isJson) lines.push(style.yellow('The body is not JSON; Logto always sends JSON.'));
  if (consoleTest) {
    lines.push(
      style.yellow(
        `A test payload of the Console: real events look different ('logto-hooks events show ${suggestedWord(event ?? '', '<event>')}').`,
      ),
    );
  } else if (isJson && event !== null && !known) {
    lines.push(style.yellow('This version does not know the event and did not check its shape.'));
  }
  for (const { path, expected, got } of verification.drift()) {
    const is = got === 'missing' ? 'is missing' : `is ${plainText(got)}`;
    lines.push(`${style.yellow('drift')} ${plainText(path)} ${is}, expected ${expected}`);
  }
  if (chaos) lines.push(...chaos.map((act) => style.yellow(describeChaos(act, forward))));
  if (forward?.failure) {
    lines.push(style.red(forward.failure.message), forward.failure.remedy);
  }
  if (forward && [301, 302, 303].includes(responseStatus)) {
    lines.push(
      style.yellow(
        `Logto follows a ${responseStatus} with a GET that has no body: the event would be lost.`,
      ),
    );
  }
  if (forward && forward.latencyMs > 10_000) {
    lines.push(style.yellow('Logto waits 10 s for a response: it would have logged an error.'));
  }
  return lines.filter((line) => line !== '');
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

/** Without the query, which may be secret; a proxy's request names the whole URL. */
function pathOf(path: string): string {
  return maskPath(path).replace(/\?.*/, '');
}

/** The `--json` line of a delivery. */
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
    },
    ...(chaos && { chaos: chaos.map(({ kind }) => kind) }),
    responded: responseStatus,
  };
}
