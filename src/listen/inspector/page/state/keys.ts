import { searchId } from '../list/filter-bar.tsx';
import {
  compareSelected,
  copySelectedAsCurl,
  editSelected,
  moveSelection,
  replaySelected,
  saveSelected,
} from './actions.ts';
import { dialog, selectedId, type Tab, tab } from './store.ts';
import { toggleTheme } from './theme.ts';

export interface Shortcut {
  readonly keys: readonly string[];
  readonly words: string;
  readonly run: () => unknown;
}

/** What keys do, in the order of the help. */
export const shortcuts: readonly Shortcut[] = [
  { keys: ['j', 'ArrowDown'], words: 'Next delivery', run: () => moveSelection(1) },
  { keys: ['k', 'ArrowUp'], words: 'Previous delivery', run: () => moveSelection(-1) },
  { keys: ['Enter'], words: 'Go to the details', run: focusDetails },
  { keys: ['Escape'], words: 'Back to the list', run: leaveDetails },
  { keys: ['/'], words: 'Search', run: () => document.getElementById(searchId)?.focus() },
  { keys: ['r'], words: 'Replay', run: replaySelected },
  { keys: ['e'], words: 'Edit and replay', run: editSelected },
  { keys: ['c'], words: 'Copy as curl', run: copySelectedAsCurl },
  { keys: ['f'], words: 'Save as fixture', run: saveSelected },
  { keys: ['d'], words: 'Compare with another', run: compareSelected },
  { keys: ['s'], words: 'Send a sample', run: () => open('send') },
  { keys: ['t'], words: 'Light or dark', run: toggleTheme },
  { keys: ['?'], words: 'All keys', run: () => open('help') },
];

const tabKeys: readonly Tab[] = ['payload', 'headers', 'signature', 'attempts', 'drift'];

export function startKeys(): void {
  document.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    if (ctrlKey || metaKey || altKey || dialog.value) return;
    if (target instanceof HTMLElement && keepsKey(target, key)) return;
    const shortcut = shortcuts.find(({ keys }) => keys.includes(key));
    const wantedTab = tabKeys[Number(key) - 1];
    if (!shortcut && !wantedTab) return;
    event.preventDefault();
    if (wantedTab) tab.value = wantedTab;
    else void shortcut?.run();
  });
}

/** Who types wants letters; a button wants Enter, a list of choices its arrows. */
function keepsKey(target: HTMLElement, key: string): boolean {
  if (target.matches('input, textarea, select')) return key !== 'Escape';
  return key === 'Enter' && target.matches('button, a, summary');
}

function focusDetails(): void {
  if (selectedId.value === null) moveSelection(0);
  document.getElementById('details')?.focus();
}

/** From the search to the list; from the details, where they cover the list, back to it. */
function leaveDetails(): void {
  const isNarrow = !matchMedia('(min-width: 56rem)').matches;
  if (isNarrow && !document.activeElement?.matches('input')) selectedId.value = null;
  document.querySelector<HTMLElement>('.rows')?.focus();
}

function open(kind: 'send' | 'help'): void {
  dialog.value = { kind };
}
