import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';

/** The "previous" hash of the first entry. */
export const firstPrevious = '0'.repeat(64);

/** The content of an entry; the log adds number, time and hashes. */
export interface Content {
  readonly deliveryId?: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

/**
 * Returns the line of an entry. Its last field is the hash of the rest of the line, which contains the
 * hash of the previous line, so that a changed, removed or inserted line breaks all lines after it.
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
  /** Whether the hash matches the line. */
  readonly isIntact: boolean;
}

const entry = z.object({ number: z.int(), previous: z.string() });

/** Parses a line. Returns undefined if it is not an entry. */
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
