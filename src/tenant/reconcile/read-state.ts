import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import * as z from 'zod';
import { UsageError } from '../../core/errors.ts';
import { describeValue } from '../../core/payload/describe-value.ts';
import { KnownEntities, longestId } from './known-entities.ts';

/** The receiver's users and organizations. */
export interface ReceiverState {
  readonly users: KnownEntities;
  readonly organizations: KnownEntities;
  /** Users without a time of update; their changes cannot be seen. */
  readonly undated: number;
}

/** Smaller times are in seconds; in milliseconds they would be before March 1973. */
const leastMilliseconds = 1e11;

const moment = z
  .union([
    z.number().transform((time) => (time < leastMilliseconds ? time * 1000 : time)),
    z
      .string()
      .transform((text) => Date.parse(text))
      .refine((time) => !Number.isNaN(time)),
  ])
  .nullish()
  .transform((time) => time ?? undefined);

const lineSchema = z.object({
  type: z.enum(['user', 'organization']).default('user'),
  id: z.string().min(1).max(longestId),
  updatedAt: moment,
  /** Set in a row that only records a deletion. */
  deletedAt: moment,
});

const example = `Write a line for each user and organization: {"type":"user","id":"u3k9…","updatedAt":1795373776420}, or "organization".`;

/**
 * Reads a receiver's state from NDJSON.
 * @throws UsageError with the number of an invalid line
 */
export async function readState(input: Readable): Promise<ReceiverState> {
  const [users, organizations] = [new KnownEntities(), new KnownEntities()];
  let undated = 0;
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.trim() === '') continue;
    const { type, deletedAt, ...known } = readLine(line, number);
    if (deletedAt !== undefined) continue; // Recorded as deleted.
    if (type === 'user' && known.updatedAt === undefined) undated++;
    (type === 'user' ? users : organizations).add(known);
  }
  return { users, organizations, undated };
}

const time = 'a time in epoch milliseconds or ISO 8601';

/** The expectation for each field, in words. */
const promised: Readonly<Record<string, string>> = {
  type: '"user" or "organization"',
  id: `a string of 1 to ${longestId} characters`,
  updatedAt: time,
  deletedAt: time,
};

function readLine(line: string, number: number): z.infer<typeof lineSchema> {
  const parsed = parse(line.replace(/^\uFEFF/, ''), number);
  const read = lineSchema.safeParse(parsed);
  if (read.success) return read.data;
  const field = String(read.error.issues[0]?.path[0] ?? '');
  const must = promised[field];
  const [what, value] = must ? [`'${field}'`, Object(parsed)[field]] : ['it', parsed];
  const problem =
    value === undefined
      ? `${what} is missing`
      : `${what} must be ${must ?? 'an object'}, not ${describeValue(value)}`;
  throw new UsageError(`Line ${number} of the state: ${problem}.`, example);
}

function parse(text: string, number: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`Line ${number} of the state is not JSON.`, example, { cause });
  }
}
