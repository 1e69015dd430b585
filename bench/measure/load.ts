import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { logtoHeaders } from '../../src/core/logto/request-headers.ts';
import { sign } from '../../src/core/logto/signature.ts';
import type { LoadOrder, LoadReport } from '../load.ts';
import { cores, env, type MeasuredServer, pinned, root, signingKey } from './process.ts';

const file = path.join(root, 'fixtures/PostSignIn/sign-in.json');

/** A typical body of about 1.2 KB. */
export const body = JSON.stringify(JSON.parse(readFileSync(file, 'utf8')));

/** Returns the headers of a signed delivery. */
function headersOf(text: string): Record<string, string> {
  const raw = logtoHeaders(sign(text, signingKey), []);
  return Object.fromEntries(
    Array.from({ length: raw.length / 2 }, (_, i) => [raw[2 * i] ?? '', raw[2 * i + 1] ?? '']),
  );
}

/** Returns the requests per second that `servers/sink.mjs` received since the last call. */
export async function perSecondSeen({ url }: Pick<MeasuredServer, 'url'>): Promise<number> {
  const response = await fetch(url);
  const { count, elapsed } = (await response.json()) as { count: number; elapsed: number };
  return count / (elapsed / 1000);
}

/** Returns a number of connections in words. */
export function connectionsPhrase(count: number): string {
  return count === 1 ? '1 connection' : `${count} connections`;
}

/** Loads a URL with one signed body from another process on another core. */
export async function load(
  order: Omit<LoadOrder, 'body' | 'headers'> & { readonly body?: string },
): Promise<LoadReport> {
  const text = order.body ?? body;
  const words = JSON.stringify({ ...order, body: text, headers: headersOf(text) });
  const script = path.join(root, 'bench/load.ts');
  const [command, args] = pinned(cores.load, process.execPath, ['--import', 'tsx', script]);
  const running = promisify(execFile)(command, args, { cwd: root, env, maxBuffer: 1e8 });
  running.child.stdin?.end(words);
  const report: LoadReport = JSON.parse((await running).stdout);
  if (report.failed > 0) throw new Error(`${order.url} failed ${report.failed} requests`);
  return report;
}
