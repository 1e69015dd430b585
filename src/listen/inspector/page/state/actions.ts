import type { AttemptRecord } from '../../source.ts';
import { attempt, notify } from '../notices.tsx';
import { fetchCurl, fetchDetails, replayDelivery, saveDelivery } from './api.ts';
import { linkTo } from './link.ts';
import { details, dialog, selected, selectedId, tab, visible } from './store.ts';
import { formatLatency } from './time.ts';

export function replaySelected(): Promise<void> {
  return withSelected(async (id) => reportAttempt('Replayed', await replayDelivery(id)));
}

export function replaySelectedTo(): void {
  if (selected.value) dialog.value = { kind: 'replay', deliveries: [selected.value], rejected: [] };
}

export function saveSelected(): Promise<void> {
  return withSelected(async (id) => {
    const file = await saveDelivery(id);
    notify('done', file === null ? 'This fixture is already saved' : `Saved ${file}`);
  });
}

export function copySelectedAsCurl(): Promise<void> {
  return withSelected(async (id) => {
    await copyText(await fetchCurl(id), 'Copied as curl', 'Copy as curl');
  });
}

export function copyLinkToSelected(): Promise<void> {
  return withSelected((id) => copyText(linkTo(id), 'Copied the link', 'Link to the delivery'));
}

/** Copies text or, if the browser refuses, shows it in a dialog with this title. */
export async function copyText(text: string, done: string, title?: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify('done', done);
  } catch {
    if (title !== undefined) dialog.value = { kind: 'text', title, text };
  }
}

export function editSelected(): Promise<void> {
  return openWithDetails('edit');
}

export function compareSelected(): Promise<void> {
  return openWithDetails('compare');
}

/** Opens a dialog once the details are loaded. */
function openWithDetails(kind: 'edit' | 'compare'): Promise<void> {
  return withSelected(async (id) => {
    dialog.value = { kind, details: details.value ?? (await fetchDetails(id)) };
  });
}

/** Shows the outcome of an attempt, and opens the tab with all of it. */
export function reportAttempt(what: string, outcome: AttemptRecord): void {
  notify(isSuccess(outcome) ? 'done' : 'failed', `${what}: ${describeOutcome(outcome)}`);
  if (what !== 'Sent') tab.value = 'attempts';
}

export function isSuccess({ status }: AttemptRecord): boolean {
  return status !== null && status < 300;
}

/** Returns `200 in 4.2 ms`, or why there was no response. */
export function describeOutcome({ status, latencyMs, error }: AttemptRecord): string {
  if (status === null) return error?.message ?? 'no response';
  return `${status} in ${formatLatency(latencyMs)}`;
}

/** Moves the selection down by this many rows; Infinity selects the last. */
export function moveSelection(by: number): void {
  const rows = visible.value;
  const index = rows.findIndex(({ id }) => id === selectedId.value);
  const next = Math.min(Math.max(index + by, 0), rows.length - 1);
  selectedId.value = rows[next]?.id ?? selectedId.value;
}

function withSelected(work: (id: string) => Promise<void>): Promise<void> {
  const { value: id } = selectedId;
  return id === null ? Promise.resolve() : attempt(() => work(id));
}
