import path from 'node:path';
import { connectionsPhrase, load } from '../measure/load.ts';
import { bare, hasPeer, sink } from '../measure/peers.ts';
import { bin, type MeasuredServer, root, startServer } from '../measure/process.ts';
import { type Goal, type Row, rowOf } from '../measure/row.ts';
import { inPairs, spreadOf } from '../measure/statistics.ts';
import { hasWebhook, startWebhook } from '../measure/webhook.ts';

interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of the server's CPU per request. */
  readonly cpu: number;
  /** Megabytes. */
  readonly peakMemory: number;
}

interface Case {
  readonly what: string;
  readonly connections: number;
  readonly start: () => Promise<MeasuredServer>;
  readonly goal?: Goal;
}

/** Seconds of each measurement, after a warm-up. */
const [warmUp, duration] = [1, 3];

/** Measures deliveries per second and their cost, compared with a minimal server. */
export async function measureListener(rounds: number, goalsOnly: boolean): Promise<Row[]> {
  const app = await startServer([sink]);
  const rows: Row[] = [];
  const cases = [...ours(app.url), ...peers()].filter(({ goal }) => goal ?? !goalsOnly);
  for (const one of cases) rows.push(await measureCase(one, rounds));
  await app.stop();
  return rows;
}

async function measureCase(one: Case, rounds: number): Promise<Row> {
  const { what, connections, goal } = one;
  const pairs = await inPairs(
    rounds,
    () => measure(() => startServer([bare]), connections),
    () => measure(one.start, connections),
  );
  const row = { part: 'Listener', baseline: `node:http + HMAC, ${connectionsPhrase(connections)}` };
  const of = (key: keyof Measured) =>
    pairs.map(([baseline, ours]) => [baseline[key], ours[key]] as const);
  const middle = (key: keyof Measured) => spreadOf(pairs.map(([, ours]) => ours[key])).median;
  const facts = [
    `${Math.round(middle('perSecond'))}/s`,
    `p50 ${middle('p50').toFixed(2)} ms`,
    `p99 ${middle('p99').toFixed(2)} ms`,
    `${middle('cpu').toFixed(1)} µs CPU`,
    `${middle('peakMemory').toFixed(0)} MB`,
  ].join(' · ');
  return rowOf({ ...row, what, facts, ...(goal && { goal }) }, of('perSecond'));
}

async function measure(start: Case['start'], connections: number): Promise<Measured> {
  const server = await start();
  const { url } = server;
  await load({ url, connections, duration: warmUp });
  const before = server.cpu();
  const { perSecond, p50, p99, ok } = await load({ url, connections, duration });
  const cpu = (server.cpu() - before) / ok;
  const peakMemory = server.peakMemory();
  await server.stop();
  return { perSecond, p50, p99, cpu, peakMemory };
}

function listen(...args: string[]): () => Promise<MeasuredServer> {
  return () => startServer([bin, 'listen', '--port', '0', ...args]);
}

function ours(app: string): Case[] {
  const verify = ['--no-history', '--output', 'quiet'];
  return [
    {
      what: 'verify and respond',
      connections: 50,
      start: listen(...verify),
      goal: { atLeast: 0.75 },
    },
    {
      what: 'with history and compact output',
      connections: 50,
      start: listen('--output', 'compact'),
      goal: { atLeast: 0.45 },
    },
    {
      what: 'with history and compact output',
      connections: 1,
      start: listen('--output', 'compact'),
    },
    {
      what: 'with `--fsync`',
      connections: 50,
      start: listen('--output', 'compact', '--fsync'),
    },
    { what: 'with `--json`', connections: 50, start: listen('--json') },
    { what: 'with history and pretty output', connections: 50, start: listen() },
    { what: 'with history and forward', connections: 50, start: listen('-f', app) },
    { what: 'with the inspector open', connections: 50, start: startWithInspector },
  ];
}

/** Starts a listener whose inspector is open in one page. */
async function startWithInspector(): Promise<MeasuredServer> {
  const server = await listen('--json', '--inspect', '0')();
  const { inspector } = JSON.parse(server.greeting);
  const page = new URL(inspector);
  const authorization = `Bearer ${page.hash.replace('#token=', '')}`;
  const live = await fetch(new URL('/api/live', page), { headers: { authorization } });
  void live.body?.pipeTo(new WritableStream()).catch(() => {}); // Until the server is stopped.
  return server;
}

function peers(): Case[] {
  const connections = 50;
  const written = ['fastify', 'hono'].filter(hasPeer).map((name) => ({
    what: `${name}, the same work as the baseline`,
    connections,
    start: () => startServer([path.join(root, 'bench/servers', `${name}.mjs`)]),
  }));
  const go = { what: 'webhook (Go), the same work', connections, start: startWebhook };
  return hasWebhook ? [...written, go] : written;
}
