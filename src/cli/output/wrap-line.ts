import { wrapAnsi } from 'fast-wrap-ansi';

/** A line broken between words where it must be; what follows is as far in as it was. */
export function wrapLine(line: string, columns: number): string[] {
  const indent = Math.min(/^ */.exec(line)?.[0].length ?? 0, Math.floor(columns / 2));
  const margin = ' '.repeat(indent);
  const wrapped = wrapAnsi(line.slice(indent), Math.max(1, columns - indent), { hard: true });
  return wrapped.split('\n').map((part) => margin + part);
}
