import path from 'node:path';
import { connectionsPhrase, load, perSecondSeen } from '../measure/load.ts';
import { installedPeer, sink } from '../measure/peers.ts';
import { bin, type MeasuredServer, root, startServer } from '../measure/process.ts';
import { type Row, rowOf } from '../measure/row.ts';
import { inPairs, spreadOf } from '../measure/statistics.ts';

const part = 'Forwarding';
const baseline = (connections: number) => `direct requests, ${connectionsPhrase(connections)}`;

const bareForwarder = path.join(root, 'bench/servers/forwarder.mjs');

/** Measures the cost of a listener in between: throughput under load, and added latency. */
export async function measureForwarding(rounds: number, goalsOnly: boolean): Promise<Row[]> {
  const app = await startServer([sink]);
  const listener = await startServer(forwarding(app));
  const forwarder = await startServer([bareForwarder, app.url]);
  const goal = { atLeast: 0.2 };
  const rows = [
    await measureThroughput({ what: 'throughput', goal }, app, listener, rounds),
    await measureThroughput({ what: 'a bare forwarder, throughput' }, app, forwarder, rounds),
    ...(await measureAdded(app, listener, rounds)),
    ...(goalsOnly ? [] : await measureSmee(app, rounds)),
  ];
  await forwarder.stop();
  await listener.stop();
  await app.stop();
  return rows;
}

function forwarding({ url }: MeasuredServer): string[] {
  return [bin, 'listen', '--port', '0', '--no-history', '--output', 'quiet', '--forward-to', url];
}

async function measureThroughput(
  row: { readonly what: string; readonly goal?: { readonly atLeast: number } },
  app: MeasuredServer,
  forwarder: MeasuredServer,
  rounds: number,
): Promise<Row> {
  const connections = 50;
  const measure = async ({ url }: MeasuredServer) =>
    (await load({ url, connections, duration: 3 })).perSecond;
  await load({ url: forwarder.url, connections, duration: 1 });
  const pairs = await inPairs(
    rounds,
    () => measure(app),
    () => measure(forwarder),
  );
  const facts = `${Math.round(spreadOf(pairs.map(([, ours]) => ours)).median)}/s`;
  return rowOf({ part, ...row, baseline: baseline(connections), facts }, pairs);
}

/** Measures the latency that is added to a direct request, at one connection. */
async function measureAdded(
  app: MeasuredServer,
  listener: MeasuredServer,
  rounds: number,
): Promise<Row[]> {
  const measure = ({ url }: MeasuredServer) => load({ url, connections: 1, duration: 2 });
  const pairs = await inPairs(
    rounds,
    () => measure(app),
    () => measure(listener),
  );
  return (['p50', 'p99'] as const).map((key) => {
    const latencies = pairs.map(([direct, ours]) => [direct[key], ours[key]] as const);
    const added = spreadOf(latencies.map(([direct, ours]) => ours - direct));
    const facts = `${added.median.toFixed(2)} ms added${key === 'p50' ? ' (goal: at most 0.5 ms)' : ''}`;
    return rowOf({ part, what: `latency, ${key}`, baseline: baseline(1), facts }, latencies);
  });
}

/** Measures events per second through smee's client, from a channel on this machine. */
async function measureSmee(app: MeasuredServer, rounds: number): Promise<Row[]> {
  const script = installedPeer('smee-client', 'smee');
  if (!script) return [];
  const channel = await startServer([path.join(root, 'bench/servers/smee-source.mjs')]);
  const client = await startServer([script, '--url', `${channel.url}/bench`, '--target', app.url]);
  const [connections, amount] = [50, 5000];
  const measure = async ({ url }: MeasuredServer) => {
    await perSecondSeen(app);
    await load({ url, connections, amount });
    return perSecondSeen(app);
  };
  const pairs = await inPairs(
    rounds,
    () => measure(app),
    () => measure(channel),
  );
  await client.stop();
  await channel.stop();
  const facts = `${Math.round(spreadOf(pairs.map(([, theirs]) => theirs)).median)}/s`;
  const what = 'smee-client, throughput';
  return [rowOf({ part, what, baseline: baseline(connections), facts }, pairs)];
}
