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

/** Compares the cost per entry, byte and connection in small and large amounts. */
export async function measureGrowth(rounds: number): Promise<Row[]> {
  return [
    ...(await measureHistoryGrowth(rounds)),
    await measureFixtureGrowth(rounds),
    await measurePayloads(rounds),
    await measureConnections(rounds),
  ];
}

/** Measures CPU per byte of large bodies; for small ones, the cost of the request dominates. */
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
  const facts = `peak ${server.peakMemory().toFixed(0)} MB`;
  await server.stop();
  const [what, baseline] = ['CPU per byte of a 5 MB body', 'per byte of a 100 KB body'];
  return rowOf({ part, what, baseline, facts, goal: { atMost: 1.2 } }, pairs);
}

/** Compares ours with the bare server, because connections cost every server something. */
async function measureConnections(rounds: number): Promise<Row> {
  const pairs = await inPairs(
    rounds,
    () => connectionGrowth([bare]),
    () => connectionGrowth(listener),
  );
  const [few, many] = connections;
  const what = `CPU per request, ${many.toLocaleString('en')} connections compared with ${few}`;
  const grown = spreadOf(pairs.map(([, ours]) => ours)).median;
  const facts = `× ${grown.toFixed(2)}`;
  return rowOf(
    { part, what, baseline: 'node:http + HMAC, the same', facts, goal: { atMost: 1.2 } },
    pairs,
  );
}

/** Returns the CPU per request with many connections, divided by that with few. */
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
