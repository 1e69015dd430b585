import { cutToWidth, fitParts, type Part, textWidth } from '../../cli/output/text/fit.ts';
import { plainText } from '../../cli/output/text/plain-text.ts';
import type { Style } from '../../cli/terminal/index.ts';
import { type Hint, renderHints } from './render-hints.ts';

export interface Page {
  readonly title: readonly Part[];
  /** Not wider than the screen. */
  readonly lines: readonly string[];
  /** The index of the first line that is shown. */
  readonly top: number;
  /** Shown instead of the keys. */
  readonly note: string | null;
  readonly hints: readonly Hint[];
}

/** Rows of a page besides its lines: the title, a rule, and the keys. */
export const pageFrame = 3;

/** Returns a full-screen view: a title, some of the lines, the keys and the position. */
export function renderPage(
  { title, lines, top, note, hints }: Page,
  { columns, rows }: { readonly columns: number; readonly rows: number },
  style: Style,
): string[] {
  const height = Math.max(1, rows - pageFrame);
  const from = Math.max(0, Math.min(top, lines.length - height));
  const shown = lines.slice(from, from + height);
  const empty = Array.from({ length: height - shown.length }, () => '');
  const end = Math.min(lines.length, from + height);
  const place = lines.length > height ? `${Math.round((100 * end) / lines.length)}%` : '';
  const room = columns - (place === '' ? 0 : textWidth(place) + 2);
  const keys =
    note === null ? renderHints(hints, room, style) : style.cyan(cutToWidth(plainText(note), room));
  return [
    fitParts(title, columns),
    style.dim('─'.repeat(columns)),
    ...shown,
    ...empty,
    place === '' ? keys : `${style.dim(place)}  ${keys}`,
  ].slice(0, rows);
}
