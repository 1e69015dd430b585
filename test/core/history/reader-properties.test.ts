import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { History } from '../../../src/core/history/reader.ts';
import type { StoredDelivery } from '../../../src/core/history/record.ts';
import { keepEverything } from '../../../src/core/history/retention.ts';
import { historyDirectory } from '../../../src/core/history/segments/segment.ts';
import { HistoryWriter } from '../../../src/core/history/writer.ts';
import { temporaryDirectory } from '../../helpers/cli.ts';
import { newDelivery, segmentFiles } from '../../helpers/history.ts';
import { readNaively } from '../../helpers/naive-history.ts';
import { many, timeoutMs } from '../../helpers/stress.ts';

/** `npm test` always uses the same inputs; stress runs use new ones, and a failure prints its seed. */
const runs = many<fc.Parameters<unknown>>({ numRuns: 35, seed: 20_260_805 }, { numRuns: 2_000 });

/** Bytes that the reader reads at a time. */
const piece = 1024 * 1024;

function near(distance: number): fc.Arbitrary<number> {
  return fc.integer({ min: -distance, max: distance });
}

/** The length of a body, or the end of its record in bytes relative to a boundary between pieces. */
const sizes = fc.oneof(
  fc.record({ length: fc.nat(300) }),
  fc.record({ length: fc.integer({ min: 300, max: many(2, 5) * piece }) }),
  fc.record({ boundary: fc.nat(many(2, 4)), delta: near(8) }),
  fc.record({ boundary: fc.nat(many(2, 4)), delta: near(80) }),
);

type Size = typeof sizes extends fc.Arbitrary<infer T> ? T : never;

/** Where the parts of a record begin and end. */
const headParts = [
  [0, 8], // Marker.
  [8, 12], // Checksum.
  [12, 16], // Checksum of the head.
  [16, 20], // Kind, length of the id.
  [20, 40], // Lengths.
  [40, 64], // Time, id.
] as const;

/** The summary, details and bodies; all of it but some hundred bytes is the body. */
const rest = [64, Number.POSITIVE_INFINITY] as const;

const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** Damage to the bytes at a position in a record. */
const damages = fc.record({
  kind: fc.constantFrom('flip', 'truncate', 'remove', 'insert', 'zero'),
  record: fraction,
  part: fc.oneof(fc.constantFrom(...headParts), fc.constant(rest)),
  at: fraction,
  amount: fc.integer({ min: 1, max: 200 }),
});

type Damage = typeof damages extends fc.Arbitrary<infer T> ? T : never;

function applyDamage(bytes: Buffer, starts: readonly number[], damage: Damage): Buffer {
  const { kind, record, part, at, amount } = damage;
  if (bytes.length === 0) return bytes;
  const index = Math.floor(record * (starts.length - 1));
  const [start = 0, end = 0] = starts.slice(index);
  const [from, to] = [start + part[0], Math.min(start + part[1], end)];
  const position = Math.min(from + Math.floor(at * (to - from)), bytes.length - 1);
  const [before, after] = [bytes.subarray(0, position), bytes.subarray(position)];
  if (kind === 'truncate') return before;
  if (kind === 'remove') return Buffer.concat([before, after.subarray(amount)]);
  if (kind === 'insert') return Buffer.concat([before, Buffer.alloc(amount), after]);
  const changed = Buffer.from(bytes);
  if (kind === 'zero') changed.subarray(position, position + amount).fill(0);
  else changed.writeUInt8(changed.readUInt8(position) ^ (1 << (amount % 8)), position);
  return changed;
}

/** Writes a delivery for each size, and returns the start of each record and the end of the last one. */
async function writeRecords(cwd: string, all: readonly Size[], overhead: number) {
  const writer = new HistoryWriter(cwd, keepEverything);
  const starts = [0];
  for (const [index, size] of all.entries()) {
    const start = starts.at(-1) ?? 0;
    const boundary =
      (Math.ceil((start + overhead) / piece) + ('boundary' in size ? size.boundary : 0)) * piece;
    const length = 'length' in size ? size.length : boundary + size.delta - start - overhead;
    const body = Buffer.alloc(Math.max(0, length), `${index} of some body`);
    await writer.appendDelivery(newDelivery({ body, wireBody: body }));
    starts.push(start + overhead + body.length);
  }
  await writer.close();
  return starts;
}

async function expectSame(history: History, file: string): Promise<void> {
  const { deliveries, damaged, isIncomplete } = readNaively(file);
  const isSound = damaged === 0 && !isIncomplete;
  const problem = { file, damaged, isIncomplete, unreadable: null };
  expect(history.problems).toEqual(isSound ? [] : [problem]);
  const ids = deliveries.map(({ id }) => id);
  expect((await history.listSummaries()).map(({ id }) => id)).toEqual(ids);
  const all: StoredDelivery[] = [];
  for await (const stored of history.readAll()) all.push(stored);
  expect(all.map(({ id }) => id)).toEqual(ids);
  for (const [index, { id, body }] of deliveries.entries()) {
    expect(all[index]?.body.equals(body)).toBe(true);
    expect((await history.read(id)).body.equals(body)).toBe(true);
  }
}

it(
  'the history reader agrees with a naive reader for all record sizes and damage',
  async () => {
    const cwd = temporaryDirectory();
    const directory = historyDirectory(cwd);
    await writeRecords(cwd, [{ length: 0 }], 0);
    const overhead = readFileSync(segmentFiles(cwd)[0] ?? '').length;
    const property = fc.asyncProperty(
      fc.array(sizes, { minLength: 1, maxLength: 6 }),
      fc.array(damages, { maxLength: 3 }),
      fraction,
      async (all, hits, share) => {
        rmSync(directory, { recursive: true });
        const starts = await writeRecords(cwd, all, overhead);
        const [file = ''] = segmentFiles(cwd);
        const whole = readFileSync(file);
        expect(whole.length).toBe(starts.at(-1));
        const bytes = hits.reduce<Buffer>((old, hit) => applyDamage(old, starts, hit), whole);

        // A part of it is read first, as while a listener writes.
        const history = new History(directory);
        writeFileSync(file, bytes.subarray(0, Math.floor(bytes.length * share)));
        await history.refresh();
        writeFileSync(file, bytes);
        await history.refresh();
        await expectSame(history, file);
      },
    );
    await fc.assert(property, runs);
  },
  timeoutMs,
);
