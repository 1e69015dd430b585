import { parseEnv } from 'node:util';
import { parse } from 'dotenv';
import { readAsBash } from './bash.ts';
import { readAsPythonDotenv } from './python-dotenv.ts';

/** The programs that read .env files, and the value that each reads for a variable; undefined if it is not set. */
const readers: readonly {
  readonly name: string;
  readonly read: (text: string, variable: string) => string | undefined;
}[] = [
  { name: 'Node.js', read: readAsNode },
  { name: 'dotenv', read: (text, variable) => parse(text)[variable] },
  { name: 'python-dotenv', read: (text, variable) => readAsPythonDotenv(text).get(variable) },
  { name: 'bash', read: readAsBash },
];

/**
 * Reads a variable as every supported version of Node.js does: 20 joins a line without `=` with the
 * next one (measured on 20.20), 22 and later skip it (measured on 22 and 24).
 */
function readAsNode(text: string, variable: string): string | undefined {
  const value = parseEnv(text)[variable];
  return parseEnv(joinBareLines(text))[variable] === value ? value : undefined;
}

/** Joins each line without `=` with the next one; lines within quotation marks and comments stay. */
function joinBareLines(text: string): string {
  const oneLineValues = text.replace(/=[ \t]*(["'`])(?:(?!\1)[\s\S])*\1/g, (value) =>
    value.replaceAll('\n', ' '),
  );
  const joined = oneLineValues.replace(/^([ \t]*[^#\s=][^=\n]*)\n/gm, '$1 ');
  return joined === oneLineValues ? text : joined;
}

/** Returns the names of the readers that do not read this value. */
export function readersThatMiss(text: string, variable: string, value: string): string[] {
  return readers.filter(({ read }) => read(text, variable) !== value).map(({ name }) => name);
}

/**
 * Returns the line that prevents a variable from being read back, counted from 1.
 * @param line where the variable is set, counted from 1
 */
export function lineThatHides(
  text: string,
  { variable, value, line }: { variable: string; value: string; line: number },
): number {
  const lines = text.split('\n');
  const isReadAfter = (count: number) =>
    readersThatMiss([...lines.slice(0, count), 'PROBE=1', ''].join('\n'), 'PROBE', '1').length ===
    0;
  const above = largest(0, line - 1, isReadAfter);
  if (above < line - 1) return above + 1;
  const isReadWith = (count: number) =>
    readersThatMiss(lines.slice(0, count).join('\n'), variable, value).length === 0;
  if (!isReadWith(line)) return line;
  return Math.min(largest(line, lines.length, isReadWith) + 1, lines.length);
}

/** Returns the largest number of a range for which `holds` is true, else the first one. */
function largest(from: number, to: number, holds: (count: number) => boolean): number {
  for (let count = to; count > from; count--) if (holds(count)) return count;
  return from;
}
