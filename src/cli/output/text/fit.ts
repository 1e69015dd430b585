import measure from 'fast-string-truncated-width';

type Paint = (text: string) => string;

/** A part of a line, and how it is coloured. */
export interface Part {
  readonly text: string;
  readonly paint?: Paint | undefined;
}

/** Columns that a text takes in a terminal: two for CJK and emoji, none for colours. */
export function textWidth(text: string): number {
  return measure(text).width;
}

/** A line of at most so many columns, cut with `…`. The parts are plain text; colours are put on after. */
export function fitParts(parts: readonly Part[], columns: number): string {
  let room = columns;
  let line = '';
  for (const { text, paint } of parts) {
    const cut = cutToWidth(text, room);
    line += paint ? paint(cut) : cut;
    room -= textWidth(cut);
    if (cut !== text) break;
  }
  return line;
}

/** A plain text cut to so many columns, ending in `…` where something is left out. */
export function cutToWidth(text: string, columns: number): string {
  const { index, truncated, ellipsed } = measure(text, {
    limit: Math.max(0, columns),
    ellipsis: '…',
  });
  return truncated ? `${text.slice(0, index)}${ellipsed ? '…' : ''}` : text;
}
