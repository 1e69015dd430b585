import { createReadStream } from 'node:fs';
import { firstPrevious, type ReadLine, readLine } from './chain.ts';

export interface Verified {
  /** The number of intact entries from the start. */
  readonly entries: number;
  /** The hash of the last of them. Stored elsewhere, it shows later whether entries are missing. */
  readonly head: string;
  /** The problem with the next line, if any. */
  readonly problem: string | undefined;
  /** Whether `expectedHead` is the hash of one of them. */
  readonly hasHead: boolean;
}

/**
 * Verifies each entry against its hash and the previous entry.
 * @param expectedHead the hash of an earlier last entry
 */
export async function verifyAuditLog(
  file: string,
  key?: string,
  expectedHead?: string,
): Promise<Verified> {
  let entries = 0;
  let head = firstPrevious;
  let hasHead = false;
  for await (const line of linesOf(file)) {
    const number = entries + 1;
    const isWhole = line.endsWith('\n');
    const entry = isWhole ? readLine(line.slice(0, -1), key) : undefined;
    const problem = isWhole ? problemOf(entry, number, head) : `entry ${number} is incomplete`;
    if (problem || !entry) return { entries, head, problem, hasHead };
    entries = number;
    head = entry.hash;
    hasHead ||= head === expectedHead;
  }
  return { entries, head, problem: undefined, hasHead };
}

function problemOf(
  entry: ReadLine | undefined,
  number: number,
  previous: string,
): string | undefined {
  if (!entry) return `line ${number} is not an entry`;
  if (!entry.isIntact) return `entry ${number} was changed, or written with another key`;
  if (entry.number !== number) return `entry ${number} is missing: found ${entry.number}`;
  return entry.previous === previous
    ? undefined
    : `entry ${number} does not follow the previous one`;
}

/** Yields lines with their line breaks. node:readline also splits at characters that names can contain. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(file)) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      yield rest.toString('utf8', 0, end + 1);
      rest = rest.subarray(end + 1);
    }
  }
  if (rest.length > 0) yield rest.toString();
}
