import type { NewDelivery } from '../../../src/core/history/record.ts';
import { keepEverything } from '../../../src/core/history/retention.ts';
import { HistoryWriter } from '../../../src/core/history/writer.ts';
import { body } from '../../measure/load.ts';
import { sink } from '../../measure/peers.ts';
import { bin, scratchDirectory, startServer, timeProcess } from '../../measure/process.ts';
import { type Row, rowOf } from '../../measure/row.ts';
import { inPairs, spreadOf } from '../../measure/statistics.ts';

/** Deliveries in the small and the large history. */
const sizes = [10_000, 1_000_000] as const;

/** Deliveries with a 500, which `replay --failed` finds. */
const failed = 100;

interface History {
  readonly size: number;
  readonly directory: string;
  /** Milliseconds. */
  readonly appending: number;
  remove(): void;
}

/**
 * Appends, lists, shows and replays in a small and a large history. The time of each command in an empty
 * history is subtracted, so that the cost of the entries remains.
 */
export async function measureHistoryGrowth(rounds: number): Promise<Row[]> {
  const app = await startServer([sink]);
  const [none, little, much] = [await fill(0), await fill(sizes[0]), await fill(sizes[1])];
  const commands: [string, string[]][] = [
    ['`history list --json`', ['history', 'list', '--json']],
    ['`history show`', ['history', 'show', idOf(1), '--json']],
    ['`replay --failed --json`', ['replay', '--failed', '--to', app.url, '--json']],
  ];
  const rows = [row('append', [[little.appending / little.size, much.appending / much.size]], '')];
  for (const [what, args] of commands) {
    const [command = '', ...rest] = args;
    const empty = await medianTime([bin, 'history', 'list', '--json'], none, 3);
    const unitCost = async (history: History) =>
      ((await timeProcess([bin, command, ...rest], history.directory)) - empty) / history.size;
    const pairs = await inPairs(
      Math.min(rounds, 3),
      () => unitCost(little),
      () => unitCost(much),
    );
    const total = spreadOf(pairs.map(([, cost]) => cost * much.size + empty)).median;
    rows.push(row(what, pairs, `${(total / 1000).toFixed(1)} s in all`));
  }
  for (const { remove } of [none, little, much]) remove();
  await app.stop();
  return rows;
}

function row(what: string, pairs: readonly (readonly [number, number])[], facts: string): Row {
  const [baseline, many] = sizes.map((size) => `${size.toLocaleString('en')} entries`);
  return rowOf(
    {
      part: 'Growth',
      what: `${what}, per entry, ${many}`,
      baseline: baseline ?? '',
      facts,
      goal: { atMost: 1.2 },
    },
    pairs,
  );
}

async function medianTime(args: string[], { directory }: History, rounds: number): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) times.push(await timeProcess(args, directory));
  return spreadOf(times).median;
}

/** Creates a history, appending in batches of 50 as under load. */
async function fill(size: number): Promise<History> {
  const { directory, remove } = scratchDirectory();
  const writer = new HistoryWriter(directory, keepEverything);
  writer.prepare();
  const started = performance.now();
  for (let done = 0; done < size; done += 50) {
    const batch = Array.from({ length: 50 }, (_, i) => delivery(done + i));
    await Promise.all(batch.map((one) => writer.appendDelivery(one)));
  }
  const appending = performance.now() - started;
  await writer.close();
  return { size, directory, appending, remove };
}

const bytes = Buffer.from(body);
const receivedAt = new Date().toISOString();

function delivery(number: number): NewDelivery {
  return {
    type: 'delivery',
    id: idOf(number),
    receivedAt,
    via: 'http',
    event: 'PostSignIn',
    hookId: 'zu7hnyqo2vmkmko15a891',
    signature: 'valid',
    diagnosis: null,
    isJson: true,
    known: true,
    consoleTest: false,
    drift: [],
    skipped: false,
    responded: number < failed ? 500 : 200,
    words: "Ada Lovelace (u3k9…) signed in via SPA 'Shop'",
    headers: ['content-type', 'application/json'],
    body: bytes,
    wireBody: bytes,
    forward: null,
  };
}

function idOf(number: number): string {
  return number.toString(36).padStart(8, '0');
}
