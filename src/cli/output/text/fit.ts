import measure from 'fast-string-truncated-width';

type Paint = (text: string) => string;

/** A part of a line, and how it is colored. */
export interface Part {
  readonly text: string;
  readonly paint?: Paint | undefined;
}

/** Returns the columns that a text takes in a terminal: two for CJK and emoji, none for colors. */
export function textWidth(text: string): number {
  return measure(text).width;
}

/**
 * Returns a line of at most this many columns, cut with `…`. The parts are plain text and are colored
 * after the cut.
 */
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

/** Returns plain text cut to this many columns, ending in `…` if something is left out. */
export function cutToWidth(text: string, columns: number): string {
  const { index, truncated, ellipsed } = measure(text, {
    limit: Math.max(0, columns),
    ellipsis: '…',
  });
  return truncated ? `${text.slice(0, index)}${ellipsed ? '…' : ''}` : text;
}
