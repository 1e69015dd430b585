import { textWidth } from '../../cli/output/text/fit.ts';
import type { Style } from '../../cli/terminal/index.ts';

/** A key with its action. */
export interface Hint {
  readonly key: string;
  readonly does: string;
  /** If there is no room for all, those with the highest number are dropped first. */
  readonly drop: number;
}

/** Returns the keys while nothing is selected. */
export function listKeys(canOpen: boolean): readonly Hint[] {
  return [
    { key: '↑↓', does: 'select', drop: 1 },
    { key: 'r', does: 'replay newest', drop: 4 },
    { key: 's', does: 'send sample', drop: 3 },
    { key: 'f', does: 'filter', drop: 5 },
    ...(canOpen ? [{ key: 'o', does: 'inspector', drop: 6 }] : []),
    { key: '?', does: 'help', drop: 0 },
    { key: 'q', does: 'quit', drop: 2 },
  ];
}

/** The keys for the selected delivery. */
export const selectionKeys: readonly Hint[] = [
  { key: 'r', does: 'replay', drop: 1 },
  { key: 'e', does: 'edit', drop: 3 },
  { key: 'd', does: 'details', drop: 2 },
  { key: 'c', does: 'copy as curl', drop: 4 },
  { key: '↑↓', does: 'older, newer', drop: 6 },
  { key: 'Esc', does: 'deselect', drop: 5 },
  { key: '?', does: 'help', drop: 0 },
];

/** The keys while details are shown. */
export const detailsKeys: readonly Hint[] = [
  { key: '↑↓', does: 'scroll', drop: 2 },
  { key: 'r', does: 'replay', drop: 1 },
  { key: 'e', does: 'edit', drop: 3 },
  { key: 'c', does: 'copy as curl', drop: 4 },
  { key: 'q', does: 'back', drop: 0 },
];

export const helpKeys: readonly Hint[] = [
  { key: '↑↓', does: 'scroll', drop: 1 },
  { key: 'q', does: 'back', drop: 0 },
];

/** Returns the keys on one line, as many as fit. */
export function renderHints(hints: readonly Hint[], columns: number, style: Style): string {
  let shown = [...hints];
  const width = () => textWidth(shown.map(({ key, does }) => `${key} ${does}`).join('  '));
  while (shown.length > 1 && width() > columns) {
    const least = Math.max(...shown.map(({ drop }) => drop));
    shown = shown.filter(({ drop }) => drop !== least);
  }
  return shown.map(({ key, does }) => `${style.bold(key)} ${style.dim(does)}`).join('  ');
}
