import type { AttemptRecord } from '../../source.ts';
import { attempt, notify } from '../notices.tsx';
import { fetchCurl, fetchDetails, replayDelivery, saveDelivery } from './api.ts';
import { details, dialog, selectedId, tab, visible } from './store.ts';
import { formatLatency } from './time.ts';

/** Each acts on the selected delivery, and says how it went. */
export function replaySelected(): Promise<void> {
  return withSelected(async (id) => tellAttempt('Replayed', await replayDelivery(id)));
}

export function saveSelected(): Promise<void> {
  return withSelected(async (id) => {
    const file = await saveDelivery(id);
    notify('done', file === null ? 'Such a fixture is there already' : `Saved ${file}`);
  });
}

/** Where the browser keeps the clipboard to itself, the command is shown instead. */
export function copySelectedAsCurl(): Promise<void> {
  return withSelected(async (id) => {
    const text = await fetchCurl(id);
    if (!(await copyText(text, 'Copied as curl: it posts the same bytes to the listener'))) {
      dialog.value = { kind: 'text', title: 'As curl', text };
    }
  });
}

/** @returns false where the browser keeps the clipboard to itself */
export async function copyText(text: string, done: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    notify('done', done);
    return true;
  } catch {
    return false;
  }
}

export function editSelected(): Promise<void> {
  return openOnDetails('edit');
}

export function compareSelected(): Promise<void> {
  return openOnDetails('compare');
}

/** Who is quick asks for them before they are there. */
function openOnDetails(kind: 'edit' | 'compare'): Promise<void> {
  return withSelected(async (id) => {
    dialog.value = { kind, details: details.value ?? (await fetchDetails(id)) };
  });
}

/** Says what became of an attempt, and opens the tab that has the whole of it. */
export function tellAttempt(what: string, { status, latencyMs, error }: AttemptRecord): void {
  const isFine = status !== null && status < 300;
  const how =
    status === null ? (error?.message ?? 'no answer') : `${status} in ${formatLatency(latencyMs)}`;
  notify(isFine ? 'done' : 'failed', `${what}: ${how}`);
  if (what !== 'Sent') tab.value = 'attempts';
}

/** Selects the row that is so many further down. */
export function moveSelection(by: number): void {
  const rows = visible.value;
  const at = rows.findIndex(({ id }) => id === selectedId.value);
  const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1);
  selectedId.value = rows[next]?.id ?? selectedId.value;
}

function withSelected(work: (id: string) => Promise<void>): Promise<void> {
  const { value: id } = selectedId;
  return id === null ? Promise.resolve() : attempt(() => work(id));
}
