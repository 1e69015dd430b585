import { searchId } from '../list/filter-bar.tsx';
import {
  compareSelected,
  copyLinkToSelected,
  copySelectedAsCurl,
  editSelected,
  moveSelection,
  replaySelected,
  replaySelectedTo,
  saveSelected,
} from './actions.ts';
import { dialog, isWide, selectedId, type Tab, tab } from './store.ts';
import { toggleTheme } from './theme.ts';

interface Shortcut {
  readonly keys: readonly string[];
  readonly words: string;
  readonly run: () => unknown;
}

/** In the order of the help. */
export const shortcuts: readonly Shortcut[] = [
  { keys: ['j', 'ArrowDown'], words: 'Next delivery', run: () => moveSelection(1) },
  { keys: ['k', 'ArrowUp'], words: 'Previous delivery', run: () => moveSelection(-1) },
  { keys: ['PageDown'], words: 'Next page', run: () => moveSelection(rowsPerPage()) },
  { keys: ['PageUp'], words: 'Previous page', run: () => moveSelection(-rowsPerPage()) },
  { keys: ['Home'], words: 'Newest delivery', run: () => moveSelection(Number.NEGATIVE_INFINITY) },
  { keys: ['End'], words: 'Oldest delivery', run: () => moveSelection(Number.POSITIVE_INFINITY) },
  { keys: ['Enter'], words: 'Go to the details', run: focusDetails },
  { keys: ['Escape'], words: 'Back to the list', run: leaveDetails },
  { keys: ['/'], words: 'Search', run: () => document.getElementById(searchId)?.focus() },
  { keys: ['r'], words: 'Replay', run: replaySelected },
  { keys: ['R'], words: 'Replay to another URL', run: replaySelectedTo },
  { keys: ['e'], words: 'Edit and replay', run: editSelected },
  { keys: ['c'], words: 'Copy as curl', run: copySelectedAsCurl },
  { keys: ['l'], words: 'Copy link', run: copyLinkToSelected },
  { keys: ['f'], words: 'Save as fixture', run: saveSelected },
  { keys: ['d'], words: 'Compare with another delivery', run: compareSelected },
  { keys: ['s'], words: 'Send a sample', run: () => open('send') },
  { keys: ['t'], words: 'Switch between light and dark', run: toggleTheme },
  { keys: ['?'], words: 'Show keyboard shortcuts', run: () => open('help') },
];

const tabKeys: readonly Tab[] = ['payload', 'headers', 'signature', 'attempts', 'drift'];

export function startKeys(): void {
  document.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    if (ctrlKey || metaKey || altKey || dialog.value) return;
    if (target instanceof HTMLElement && needsKey(target, key)) return;
    const shortcut = shortcuts.find(({ keys }) => keys.includes(key));
    const wantedTab = tabKeys[Number(key) - 1];
    if (!shortcut && !wantedTab) return;
    event.preventDefault();
    if (wantedTab) tab.value = wantedTab;
    else void shortcut?.run();
  });
}

/** Returns whether the focused element uses a key itself: to type, to be pressed or to scroll. */
function needsKey(target: HTMLElement, key: string): boolean {
  if (target.matches('input, textarea, select')) return key !== 'Escape';
  if (target.matches('.panel')) return /^(Page|Home|End)/.test(key);
  return key === 'Enter' && target.matches('button, a, summary');
}

function rowsPerPage(): number {
  const rows = document.querySelector('.rows');
  const height = rows?.querySelector('.row')?.clientHeight ?? 1;
  return Math.max(1, Math.floor((rows?.clientHeight ?? 0) / height) - 1);
}

function focusDetails(): void {
  if (selectedId.value === null) moveSelection(0);
  document.getElementById('details')?.focus();
}

/** Leaves the search field or, on a narrow screen, the details. */
function leaveDetails(): void {
  if (!isWide() && !document.activeElement?.matches('input')) selectedId.value = null;
  document.querySelector<HTMLElement>('.rows')?.focus();
}

function open(kind: 'send' | 'help'): void {
  dialog.value = { kind };
}
