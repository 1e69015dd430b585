import { load } from '../measure/load.ts';
import { bin, startServer } from '../measure/process.ts';
import { type Row, rowOf } from '../measure/row.ts';
import { inPairs } from '../measure/statistics.ts';
import { measureFixtureGrowth } from './growth/fixtures.ts';
import { measureHistoryGrowth } from './growth/history.ts';

const part = 'Growth';
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
  await server.stop();
  const facts = `${server.peakMemory().toFixed(0)} MB at its peak`;
  const [what, baseline] = ['CPU per byte of a 5 MB body', 'per byte of a 100 KB body'];
  return rowOf({ part, what, baseline, facts, goal: { atMost: 1.2 } }, pairs);
}

async function measureConnections(rounds: number): Promise<Row> {
  const server = await startServer(listener);
  const costPerRequest = async (connections: number) => {
    const before = server.cpu();
    const { ok } = await load({ url: server.url, connections, duration: 3 });
    return (server.cpu() - before) / ok;
  };
  await costPerRequest(50);
  const pairs = await inPairs(
    rounds,
    () => costPerRequest(50),
    () => costPerRequest(1000),
  );
  await server.stop();
  const [what, baseline] = ['CPU per request, 1,000 connections', '50 connections'];
  return rowOf({ part, what, baseline, facts: '', goal: { atMost: 1.2 } }, pairs);
}
