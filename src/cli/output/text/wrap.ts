import { wrapAnsi } from 'fast-wrap-ansi';
import { markStyles, resolveStyles } from '../../terminal/styled.ts';

/**
 * Breaks a line between words. Further lines are indented as the first, and colors go on over them.
 * @param columns the most characters of a line, colors not counted
 * @param hard whether a word that is longer is broken; otherwise it has a line of its own
 */
export function wrap(line: string, columns: number, { hard = false } = {}): string[] {
  const indent = Math.min(/^ */.exec(line)?.[0].length ?? 0, Math.floor(columns / 2));
  const margin = ' '.repeat(indent);
  // fast-wrap-ansi closes and reopens colors around a break, and knows only plain ones.
  const plain = resolveStyles(line.slice(indent));
  const wrapped = markStyles(wrapAnsi(plain, Math.max(1, columns - indent), { hard }));
  return wrapped.split('\n').map((part) => margin + part);
}

/**
 * Wraps a line for a terminal; words longer than a line are broken.
 * @param columns undefined if the output is not a terminal: the line stays whole
 */
export function foldLine(line: string, columns: number | undefined): string[] {
  if (columns === undefined || line.length <= columns) return [line];
  return wrap(line, columns, { hard: true });
}
