import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';

/** What stands in the first entry in place of the hash of the one before. */
export const genesis = '0'.repeat(64);

/** What a caller writes; the log adds number, time, and the chain. */
export interface Content {
  readonly deliveryId?: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

/**
 * Makes the line of an entry. Its last field is the hash of all that comes before it in the line,
 * which has the hash of the line before, and so on: no line can be changed, taken out or put in
 * without all that follow becoming wrong.
 */
export function chainLine(
  content: Content,
  number: number,
  previous: string,
  key: string | undefined,
): { line: string; hash: string } {
  const at = new Date().toISOString();
  const text = JSON.stringify({ number, at, ...content, previous });
  const hash = hashOf(text, key);
  return { line: `${text.slice(0, -1)},"hash":"${hash}"}\n`, hash };
}

export interface ReadLine {
  readonly number: number;
  readonly previous: string;
  readonly hash: string;
  /** Whether the hash is that of the line's text, byte for byte. */
  readonly isIntact: boolean;
}

const entry = z.object({ number: z.int(), previous: z.string() });

/** What a line says of itself; undefined where it is no entry. */
export function readLine(line: string, key: string | undefined): ReadLine | undefined {
  const [, beginning, hash] = /^(\{.*),"hash":"([0-9a-f]{64})"\}$/s.exec(line) ?? [];
  if (beginning === undefined || hash === undefined) return undefined;
  const text = `${beginning}}`;
  const { data } = entry.safeParse(parse(text));
  return data && { ...data, hash, isIntact: hashOf(text, key) === hash };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hashOf(text: string, key: string | undefined): string {
  const digest = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  return digest.update(text).digest('hex');
}
