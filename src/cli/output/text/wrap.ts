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

/** Text in fewer columns than this is hard to read. */
const minRoom = 20;

/**
 * Wraps text to the right of a label and keeps it in that column. If too few columns are left there, the text
 * begins below the label instead.
 * @param label the beginning of the first line, which is `width` columns wide
 * @param columns the maximum length of a line; undefined if the output is not a terminal: the text stays whole
 */
export function hang(
  label: string,
  width: number,
  text: string,
  columns: number | undefined,
  paint: (line: string) => string = String,
): string[] {
  if (columns === undefined) return [`${label}${paint(text)}`.trimEnd()];
  const isBelow = columns - width < minRoom;
  const margin = ' '.repeat(isBelow ? 4 : width);
  const lines = wrap(text, columns - margin.length).map(paint);
  if (!isBelow) {
    return lines.map((line, index) => `${index === 0 ? label : margin}${line}`.trimEnd());
  }
  const head = label.replace(paddingAtEnd, '$1');
  return [head, ...lines.map((line) => margin + line)].filter((line) => line.trim() !== '');
}

/** Spaces that align a label, before and after its last color code. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: color codes begin with one.
const paddingAtEnd = / *(\u001b\[[\d;]*m)? *$/;

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
