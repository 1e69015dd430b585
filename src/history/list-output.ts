import { plainText } from '../cli/output/text/plain-text.ts';
import { formatDate } from '../cli/output/text/time.ts';
import type { Style } from '../cli/terminal/index.ts';
import { isFailed } from '../core/history/filter.ts';
import type { ListedDelivery } from '../core/history/record.ts';

/** `✓ 200 2026-08-05 10:15:30 6bsn1p51 PostRegister  Ada Lovelace (u3k9…) registered`, cut to fit. */
export function renderListed(
  delivery: ListedDelivery,
  columns: number | undefined,
  style: Style,
): string {
  const { id, receivedAt, via, diagnosis, words } = delivery;
  const facts = `${formatDate(new Date(receivedAt))} ${id}${via === 'http' ? '' : ` ${via}`}`;
  const event = listedEvent(delivery);
  const outcome = outcomeOf(delivery);
  const remark = remarkOn(delivery);
  const taken = `✓ ${outcome} ${facts} ${event}  ${remark}`.length;
  const room = columns === undefined ? undefined : Math.max(1, columns - taken);
  const text = plainText(diagnosis?.message ?? words, room);
  return [
    renderMark(delivery, outcome, style),
    style.dim(facts),
    style.bold(event),
    ` ${diagnosis ? style.red(text) : text}${style.dim(remark)}`,
  ].join(' ');
}

function remarkOn({ replay, skipped, chaos }: ListedDelivery): string {
  if (replay) return '  replayed';
  if (skipped) return '  not shown (--events)';
  return chaos ? `  chaos: ${chaos.join(', ')}` : '';
}

function renderMark(delivery: ListedDelivery, outcome: string, style: Style): string {
  if (!isFailed(delivery)) return style.green(`✓ ${outcome}`);
  const verified = delivery.signature === 'valid' || delivery.replay;
  return verified ? style.yellow(`! ${outcome}`) : style.red(`✗ ${outcome}`);
}

/** What the last replay got or, where there was none, what the sender got. */
function outcomeOf({ responded, replay }: ListedDelivery): string {
  if (!replay) return String(responded);
  return replay.status === null ? (replay.error?.code ?? 'ERROR') : String(replay.status);
}

function listedEvent({ isJson, event }: ListedDelivery): string {
  if (!isJson) return '(not JSON)';
  return event === null ? '(no event)' : plainText(event, 60);
}
