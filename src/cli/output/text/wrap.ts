import { wrapAnsi } from 'fast-wrap-ansi';
import type { Output } from '../../terminal/index.ts';
import { markStyles, resolveStyles } from '../../terminal/styled.ts';

/**
 * Breaks a line between words. Further lines are indented like the first and keep its colors.
 * @param columns the maximum length of a line, without colors
 * @param hard whether longer words are broken; otherwise they have their own line
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

/** Wraps like `foldLine` and indents further lines, below which indented details follow. */
export function foldHead(line: string, columns: number | undefined): string[] {
  const [first = '', ...others] = foldLine(line, columns);
  if (columns === undefined || others.length === 0) return [first];
  const [begin = '', ...rest] = foldLine(line, Math.max(1, columns - 2));
  return [begin, ...rest.map((part) => `  ${part}`)];
}

/** Prints explanations, wrapped between words in a terminal. */
export function printFolded(
  lines: readonly string[],
  output: Pick<Output, 'lines' | 'isTTY' | 'columns'>,
): void {
  const columns = output.isTTY ? output.columns : undefined;
  output.lines(lines.flatMap((line) => foldHead(line, columns)));
}
