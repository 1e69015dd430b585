import { signatureWords } from '../cli/output/delivery/delivery.ts';
import { fitParts, type Part } from '../cli/output/text/fit.ts';
import { plainText } from '../cli/output/text/plain-text.ts';
import { formatDate } from '../cli/output/text/time.ts';
import type { Output, Style } from '../cli/terminal/index.ts';
import { isFailed } from '../core/history/filter.ts';
import type { ListedDelivery } from '../core/history/record.ts';

/** Columns below which the year is left out. */
const wide = 80;

/** The most characters of an event's name. */
const maxEvent = 60;

interface Widths {
  outcome: number;
  event: number;
}

/**
 * Returns a function that renders pages of deliveries, a line each, in columns that never get narrower:
 * `✓ 200 2026-08-05 10:15:30 6bsn1p51 PostRegister  Ada Lovelace (u3k9…) registered`. Lines are cut to
 * the width of a terminal.
 */
export function createTable({
  isTTY,
  columns,
  style,
}: Pick<Output, 'isTTY' | 'columns' | 'style'>): (page: readonly ListedDelivery[]) => string[] {
  const room = isTTY ? columns : Number.POSITIVE_INFINITY;
  const widths: Widths = { outcome: 0, event: 0 };
  return (page) => {
    for (const delivery of page) {
      widths.outcome = Math.max(widths.outcome, outcomeOf(delivery).length);
      widths.event = Math.max(widths.event, eventOf(delivery).length);
    }
    return page.map((delivery) => fitParts(rowOf(delivery, widths, room, style), room));
  };
}

function rowOf(delivery: ListedDelivery, widths: Widths, room: number, style: Style): Part[] {
  const { id, receivedAt, via, words } = delivery;
  const date = formatDate(new Date(receivedAt)).slice(room < wide ? 5 : 0);
  const remark = remarkOn(delivery, style);
  return [
    markOf(delivery, widths.outcome, style),
    { text: ` ${date} ${id}${via === 'http' ? '' : ` ${via}`} `, paint: style.dim },
    { text: eventOf(delivery).padEnd(room < wide ? 0 : widths.event), paint: style.bold },
    { text: words === '' ? '' : `  ${plainText(words)}` },
    ...(remark === null ? [] : [{ ...remark, text: `  ${remark.text}` }]),
  ].map((part) => ({ paint: undefined, ...part }));
}

function remarkOn(
  { signature, replay, skipped, chaos }: ListedDelivery,
  style: Style,
): Part | null {
  if (replay) return { text: 'replayed', paint: style.dim };
  if (signature !== 'valid') return { text: signatureWords[signature], paint: style.red };
  if (skipped) return { text: 'not shown (--events)', paint: style.dim };
  return chaos ? { text: `chaos: ${chaos.join(', ')}`, paint: style.dim } : null;
}

function markOf(delivery: ListedDelivery, width: number, style: Style): Part {
  const outcome = outcomeOf(delivery).padEnd(width);
  if (!isFailed(delivery)) return { text: `✓ ${outcome}`, paint: style.green };
  const isVerified = delivery.signature === 'valid' || delivery.replay;
  return isVerified
    ? { text: `! ${outcome}`, paint: style.yellow }
    : { text: `✗ ${outcome}`, paint: style.red };
}

/** Returns the outcome of the last replay or, without one, the status that the sender got. */
function outcomeOf({ responded, replay }: ListedDelivery): string {
  if (!replay) return String(responded);
  return replay.status === null ? (replay.error?.code ?? 'ERROR') : String(replay.status);
}

function eventOf({ isJson, event }: ListedDelivery): string {
  if (!isJson) return '(not JSON)';
  return event === null ? '(no event)' : plainText(event, maxEvent);
}
