import { isUtf8 } from 'node:buffer';
import type { Delivery } from '../../core/delivery.ts';
import { maskPath } from '../../core/http/mask-url.ts';
import { headersToObject } from '../../core/http/raw-headers.ts';
import type { Style } from '../terminal/index.ts';
import { renderBody } from './body.ts';
import { describeChaos } from './chaos.ts';
import { formatLatency, roundLatency } from './numbers.ts';
import { plainText } from './plain-text.ts';
import { suggestedWord } from './shell.ts';
import { formatTime } from './time.ts';
import { wrap } from './wrap.ts';

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
  const words = delivery.verdict.isJson ? [delivery.words(), ...remarks] : remarks;
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
function isFine({ verdict, responded }: Delivery): boolean {
  return verdict.signature === 'valid' && responded < 300;
}

/** `✓ 200 PostRegister  10:15:30 · 6bsn1p51 · 4 ms`: the outcome first, as `send` shows it. */
function renderHead(delivery: Delivery, style: Style): string {
  const { id, received, verdict, forwarded } = delivery;
  const facts = [
    verdict.signature === 'valid' ? [] : style.red(signatureWords[verdict.signature]),
    style.dim(formatTime(received.at)),
    style.dim(id),
    received.via === 'http' ? [] : style.dim(`via ${received.via}`),
    forwarded ? style.dim(`${formatLatency(forwarded.latencyMs)}`) : [],
  ].flat();
  const event = style.bold(eventName(delivery));
  return `${renderOutcome(delivery, style)} ${event}  ${facts.join(style.dim(' · '))}`;
}

/** `✓ 200 10:15:30 6bsn1p51 PostRegister  Ada Lovelace (u3k9…) registered`, cut to fit. */
function renderCompact(delivery: Delivery, columns: number | undefined, style: Style): string {
  const { id, received, verdict } = delivery;
  const isValid = verdict.signature === 'valid';
  const words = isValid ? delivery.words() : (verdict.diagnosis?.message ?? '');
  const facts = `${formatTime(received.at)} ${id}${received.via === 'http' ? '' : ` ${received.via}`}`;
  const chaos = delivery.chaos?.map(({ kind }) => ` ${kind}`).join('') ?? '';
  const event = eventName(delivery);
  const taken = '✓ 200   '.length + facts.length + 1 + event.length + chaos.length;
  const room = columns === undefined ? undefined : Math.max(1, columns - taken);
  const cut = plainText(words, room);
  return `${renderOutcome(delivery, style)} ${style.dim(facts)} ${style.bold(event)}${style.yellow(chaos)}  ${isValid ? cut : style.red(cut)}`;
}

const signatureWords = { invalid: 'invalid signature', missing: 'no signature' } as const;

function eventName({ verdict }: Delivery): string {
  if (!verdict.isJson) return '(not JSON)';
  return verdict.event === null ? '(no event)' : plainText(verdict.event, 60);
}

/** `✓ 200`: whether it was verified and taken, and the status its sender got. */
function renderOutcome({ verdict, responded }: Delivery, style: Style): string {
  if (verdict.signature !== 'valid') return style.red(`✗ ${responded}`);
  return responded < 300 ? style.green(`✓ ${responded}`) : style.yellow(`! ${responded}`);
}

/** What is worth a word: the diagnosis, drift, a new event, an app that failed. */
function renderRemarks({ verdict, forwarded, chaos, responded }: Delivery, style: Style): string[] {
  const { diagnosis, known, consoleTest, event, isJson } = verdict;
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
    lines.push(
      style.yellow('An event that this version does not know: its shape was not checked.'),
    );
  }
  for (const { path, expected, got } of verdict.drift()) {
    const is = got === 'missing' ? 'is missing' : `is ${plainText(got)}`;
    lines.push(`${style.yellow('drift')} ${plainText(path)} ${is}, expected ${expected}`);
  }
  if (chaos) lines.push(...chaos.map((act) => style.yellow(describeChaos(act, forwarded))));
  if (forwarded?.failure) {
    lines.push(style.red(forwarded.failure.message), forwarded.failure.remedy);
  }
  if (forwarded && [301, 302, 303].includes(responded)) {
    lines.push(
      style.yellow(
        `Logto follows a ${responded} with a GET that has no body: the event would be lost.`,
      ),
    );
  }
  if (forwarded && forwarded.latencyMs > 10_000) {
    lines.push(style.yellow('Logto waits 10 s for an answer: it would have logged an Error.'));
  }
  return lines.filter((line) => line !== '');
}

function renderPrint(
  { received, verdict }: Delivery,
  print: DeliveryLayout['print'],
  style: Style,
): string[] {
  if (print === 'headers') {
    const headers = Object.entries(headersToObject(received.headers));
    return headers.map(([name, value]) => `${style.cyan(plainText(name))}: ${plainText(value)}`);
  }
  if (print === 'payload' && verdict.isJson) {
    return renderBody(received.body, true, style);
  }
  return [];
}

/** Without the query, which may be secret; a proxy's request names the whole URL. */
function pathOf(path: string): string {
  return maskPath(path).replace(/\?.*/, '');
}

/** The `--json` line of a delivery. */
export function toDeliveryRecord(delivery: Delivery) {
  const { id, received, verdict, forwarded, chaos, responded } = delivery;
  const { body } = received;
  return {
    type: 'delivery',
    id,
    receivedAt: received.at.toISOString(),
    via: received.via,
    path: received.path === null ? null : pathOf(received.path),
    event: verdict.event,
    hookId: verdict.hookId,
    signature: verdict.signature,
    diagnosis: verdict.diagnosis,
    known: verdict.known,
    consoleTest: verdict.consoleTest,
    drift: verdict.drift(),
    headers: headersToObject(received.headers),
    ...(isUtf8(body) ? { body: body.toString() } : { bodyBase64: body.toString('base64') }),
    forward: forwarded && {
      url: forwarded.url,
      status: forwarded.status,
      latencyMs: roundLatency(forwarded.latencyMs),
      error: forwarded.failure,
    },
    ...(chaos && { chaos: chaos.map(({ kind }) => kind) }),
    responded,
  };
}
