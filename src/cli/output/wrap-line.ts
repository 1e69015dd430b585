import { wrapAnsi } from 'fast-wrap-ansi';
import { markStyles, resolveStyles } from '../terminal/styled.ts';

/** A line broken between words where it must be; what follows is as far in as it was. */
export function wrapLine(line: string, columns: number): string[] {
  const indent = Math.min(/^ */.exec(line)?.[0].length ?? 0, Math.floor(columns / 2));
  const margin = ' '.repeat(indent);
  // It closes and reopens colors around a break, and knows only plain ones.
  const plain = resolveStyles(line.slice(indent));
  const wrapped = markStyles(wrapAnsi(plain, Math.max(1, columns - indent), { hard: true }));
  return wrapped.split('\n').map((part) => margin + part);
}
