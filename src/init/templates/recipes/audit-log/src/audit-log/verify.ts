import { createReadStream } from 'node:fs';
import { genesis, type ReadLine, readLine } from './chain.ts';

export interface Verified {
  /** How many entries are right, from the first on. */
  readonly entries: number;
  /** The hash of the last of them: who keeps it elsewhere can tell later whether any is missing. */
  readonly head: string;
  /** What is wrong with the line after those; undefined where all is right. */
  readonly problem: string | undefined;
  /** Whether the hash asked for is one of them. */
  readonly hasHead: boolean;
}

/**
 * Reads the whole log and checks each entry against its hash and the entry before.
 * @param expectedHead a hash that was the last one at some time
 */
export async function verifyAuditLog(
  file: string,
  key?: string,
  expectedHead?: string,
): Promise<Verified> {
  let entries = 0;
  let head = genesis;
  let hasHead = false;
  for await (const line of linesOf(file)) {
    const number = entries + 1;
    const isWhole = line.endsWith('\n');
    const entry = isWhole ? readLine(line.slice(0, -1), key) : undefined;
    const problem = isWhole ? problemOf(entry, number, head) : `entry ${number} breaks off`;
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
  if (!entry) return `line ${number} is no entry`;
  if (!entry.isIntact) return `entry ${number} was changed, or made with another key`;
  if (entry.number !== number) return `entry ${number} is missing: ${entry.number} is in its place`;
  return entry.previous === previous ? undefined : `entry ${number} does not follow the one before`;
}

/** Lines with their ends. Not node:readline, which also ends lines at characters that names may have. */
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
