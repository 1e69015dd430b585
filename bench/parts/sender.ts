import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import { load, perSecondSeen } from '../measure/load.ts';
import { sink } from '../measure/peers.ts';
import { bin, cores, env, type MeasuredServer, pinned, startServer } from '../measure/process.ts';
import { type Row, rowOf } from '../measure/row.ts';
import { inPairs, spreadOf } from '../measure/statistics.ts';

const amount = 30_000;
const connections = 50;

/** Compares `send --count`, which signs each delivery, with autocannon, which repeats one. */
export async function measureSender(rounds: number): Promise<Row[]> {
  const app = await startServer([sink]);
  await load({ url: app.url, connections, amount: 5_000 });
  await perSecondSeen(app);
  const pairs = await inPairs(
    rounds,
    async () => {
      await load({ url: app.url, connections, amount });
      return perSecondSeen(app);
    },
    async () => {
      await send(app);
      return perSecondSeen(app);
    },
  );
  await app.stop();
  return [
    rowOf(
      {
        part: 'Sender',
        what: `\`send --count ${amount}\`, each signed`,
        baseline: `autocannon, one body and signature, ${connections} connections`,
        facts: `${Math.round(spreadOf(pairs.map(([, ours]) => ours)).median)}/s`,
        goal: { atLeast: 0.75 },
      },
      pairs,
    ),
  ];
}

async function send({ url }: MeasuredServer): Promise<void> {
  const count = ['--count', String(amount), '--concurrency', String(connections)];
  const args = [bin, 'send', 'PostSignIn', '--to', url, ...count];
  const [command, words] = pinned(cores.load, process.execPath, args);
  await promisify(execFile)(command, words, { env });
}
