/**
 * Loads one URL with autocannon as described on standard input, and prints a report as JSON. It is a
 * separate process, so that it can be pinned to its own core.
 */
import process from 'node:process';
import { json } from 'node:stream/consumers';
import autocannon from 'autocannon';
import { percentile } from './measure/statistics.ts';

export interface LoadOrder {
  readonly url: string;
  readonly connections: number;
  /** Seconds; either this or `amount`. */
  readonly duration?: number;
  /** Total requests. */
  readonly amount?: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Latencies are in milliseconds and, unlike autocannon's own, not rounded. */
export interface LoadReport {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly ok: number;
  readonly failed: number;
}

const order = (await json(process.stdin)) as LoadOrder;
const latencies: number[] = [];
let last = 0;
const started = performance.now();
const instance = autocannon({ method: 'POST', ...order }, (error, result) => {
  if (error) throw error;
  latencies.sort((a, b) => a - b);
  const report: LoadReport = {
    perSecond: latencies.length / ((last - started) / 1000),
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    ok: result['2xx'],
    failed: result.non2xx + result.errors + result.timeouts,
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
});
instance.on('response', (_client, _status, _bytes, latency) => {
  latencies.push(latency);
  last = performance.now();
});
