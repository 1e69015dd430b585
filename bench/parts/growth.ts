import { load } from '../measure/load.ts';
import { bare } from '../measure/peers.ts';
import { bin, startServer } from '../measure/process.ts';
import { type Row, rowOf } from '../measure/row.ts';
import { inPairs, spreadOf } from '../measure/statistics.ts';
import { measureFixtureGrowth } from './growth/fixtures.ts';
import { measureHistoryGrowth } from './growth/history.ts';

const part = 'Growth';
const connections = [50, 1000] as const;
const listener = [bin, 'listen', '--port', '0', '--no-history', '--output', 'quiet'];

/** What one more of something costs where there is little of it, and where there is much. */
export async function measureGrowth(rounds: number): Promise<Row[]> {
  return [
    ...(await measureHistoryGrowth(rounds)),
    await measureFixtureGrowth(rounds),
    await measurePayloads(rounds),
    await measureConnections(rounds),
  ];
}

/** CPU for each byte: a small body costs its request, so the larger ones are compared. */
async function measurePayloads(rounds: number): Promise<Row> {
  const server = await startServer([...listener, '--max-body', '10mb']);
  const costPerByte = async (bytes: number) => {
    const body = JSON.stringify({ event: 'Bench.Padding', padding: 'x'.repeat(bytes) });
    const before = server.cpu();
    const { ok } = await load({ url: server.url, connections: 4, amount: 2e8 / bytes, body });
    return (server.cpu() - before) / (ok * bytes);
  };
  await costPerByte(100_000);
  const pairs = await inPairs(
    rounds,
    () => costPerByte(100_000),
    () => costPerByte(5_000_000),
  );
  const facts = `${server.peakMemory().toFixed(0)} MB at its peak`;
  await server.stop();
  const [what, baseline] = ['CPU per byte of a 5 MB body', 'per byte of a 100 KB body'];
  return rowOf({ part, what, baseline, facts, goal: { atMost: 1.2 } }, pairs);
}

/** What connections cost the system, they cost every server: ours is held against the bare one. */
async function measureConnections(rounds: number): Promise<Row> {
  const pairs = await inPairs(
    rounds,
    () => connectionGrowth([bare]),
    () => connectionGrowth(listener),
  );
  const [few, many] = connections;
  const what = `CPU per request, ${many.toLocaleString('en')} connections against ${few}`;
  const grown = spreadOf(pairs.map(([, ours]) => ours)).median;
  const facts = `× ${grown.toFixed(2)}`;
  return rowOf(
    { part, what, baseline: 'node:http + HMAC, the same', facts, goal: { atMost: 1.2 } },
    pairs,
  );
}

/** How many times as much CPU a request takes where there are many connections. */
async function connectionGrowth(args: readonly string[]): Promise<number> {
  const server = await startServer(args);
  const costPerRequest = async (amount: number) => {
    const before = server.cpu();
    const { ok } = await load({ url: server.url, connections: amount, duration: 3 });
    return (server.cpu() - before) / ok;
  };
  const [few, many] = connections;
  await costPerRequest(few);
  const least = await costPerRequest(few);
  const growth = (await costPerRequest(many)) / least;
  await server.stop();
  return growth;
}
