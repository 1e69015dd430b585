import { plainText } from '../../cli/output/text/plain-text.ts';
import { formatDate } from '../../cli/output/text/time.ts';
import type { Style } from '../../cli/terminal/index.ts';
import type { MissingEvent, MissingEventName } from '../reconcile/compare.ts';
import type { ReconcileOutcome } from '../reconcile/send-events.ts';

/** `User.Data.Updated  u3k9…  changed 2026-08-05 10:15:30, the receiver has it as of 2026-08-04 09:00:00`. */
export function renderMissingEvent(gap: MissingEvent, style: Style): string {
  return `${style.bold(gap.event.padEnd(25))} ${plainText(gap.id, 40)}  ${style.dim(whyOf(gap))}`;
}

function whyOf({ event, updatedAt, known }: MissingEvent): string {
  if (event.endsWith('.Created')) return 'unknown to the receiver';
  if (event.endsWith('.Deleted')) return 'no longer in the tenant';
  return `changed ${timeOf(updatedAt)}, the receiver has it as of ${timeOf(known)}`;
}

function timeOf(time: number | undefined): string {
  return time === undefined ? 'at some time' : formatDate(new Date(time));
}

/** Returns the `--json` record of a missing event that is only listed. */
export function toMissingEventRecord({ event, id, updatedAt, known }: MissingEvent) {
  return { type: 'gap', event, id, updatedAt: updatedAt ?? null, known: known ?? null };
}

/** `12 User.Created, 3 User.Deleted`. */
export function renderCounts(counts: ReadonlyMap<MissingEventName, number>): string {
  return [...counts].map(([event, often]) => `${count(often)} ${event}`).join(', ');
}

export function renderNothingMissing(users: number, organizations: number): string {
  return `Nothing is missing: ${countOf(users, 'user')} and ${countOf(organizations, 'organization')}, compared by ID and time.`;
}

/** `1 user`, `1,200 users`. */
function countOf(amount: number, noun: string): string {
  return `${count(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}

/** Renders how many users cannot be compared. */
export function renderUndated(undated: number, style: Style): string {
  return style.yellow(
    `! ${countOf(undated, 'user')} in the state without updatedAt: their changes are not detected.`,
  );
}

/** Renders events that are not compared because the webhook is not subscribed to them. */
export function renderNotWanted(events: readonly string[], style: Style): string {
  return style.dim(
    `Not compared, because the webhook is not subscribed to them: ${events.join(', ')}.`,
  );
}

export function renderProgressOf(kind: string, done: number, total: number | undefined): string {
  return `Comparing ${kind}: ${count(done)}${total === undefined ? '' : ` of ${count(total)}`} …`;
}

export function renderReconciled(
  { delivered, failed, gaveUp }: ReconcileOutcome,
  left: number,
  maxFailures: number,
  style: Style,
): string[] {
  const counts = [
    style.green(`${count(delivered)} sent`),
    failed > 0 ? style.red(`${count(failed)} failed`) : '0 failed',
    ...(left > 0 ? [style.yellow(`${count(left)} not sent`)] : []),
  ];
  return [
    counts.join(', '),
    ...(gaveUp
      ? [style.yellow(`Stopped after ${maxFailures} failures in a row (--max-failures).`)]
      : []),
    ...(failed + left > 0
      ? [style.dim('Run it again with a new state, which includes what arrived.')]
      : []),
  ];
}

function count(number: number): string {
  return number.toLocaleString('en');
}
