import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import { load } from '../measure/load.ts';
import { bare } from '../measure/peers.ts';
import { bin, cores, env, type MeasuredServer, pinned, startServer } from '../measure/process.ts';
import { type Row, rowOf } from '../measure/row.ts';
import { inPairs, spreadOf } from '../measure/statistics.ts';

const amount = 1000;

/** Compares the time of `test --fuzz` with that of as many plain requests, one after another. */
export async function measureFuzzing(rounds: number): Promise<Row[]> {
  const receiver = await startServer([bare]);
  const { url } = receiver;
  const pairs = await inPairs(
    rounds,
    async () => amount / (await load({ url, connections: 1, amount })).perSecond,
    () => fuzz(receiver),
  );
  await receiver.stop();
  const facts = `${spreadOf(pairs.map(([, ours]) => ours)).median.toFixed(1)} s`;
  const baseline = `${amount} requests, 1 connection`;
  return [rowOf({ part: 'Fuzzing', what: `\`test --fuzz ${amount}\``, baseline, facts }, pairs)];
}

/** Returns the seconds that the check took, without the start of the command. */
async function fuzz({ url }: MeasuredServer): Promise<number> {
  const cases = ['--fuzz', String(amount), '--seed', '1', '--only', 'accepts'];
  const args = [bin, 'test', '--to', url, '--reporter', 'json', ...cases];
  const [command, words] = pinned(cores.load, process.execPath, args);
  const { stdout } = await promisify(execFile)(command, words, { env, maxBuffer: 1e8 });
  const lines = stdout.trim().split('\n');
  const check = lines.map((line) => JSON.parse(line)).find(({ id }) => id === 'accepts/fuzz');
  if (check?.status !== 'passed') throw new Error(`The fuzz check did not pass: ${check?.why}`);
  return check.durationMs / 1000;
}
