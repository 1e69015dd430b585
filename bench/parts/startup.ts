import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { installedPeer, sink } from '../measure/peers.ts';
import { bin, env, scratchDirectory, startServer, timeProcess } from '../measure/process.ts';
import { type Goal, type Row, rowOf } from '../measure/row.ts';
import { inPairs, spreadOf } from '../measure/statistics.ts';

interface Start {
  readonly what: string;
  readonly goal?: Goal;
  /** Milliseconds until it has finished or is ready. */
  readonly time: () => Promise<number>;
}

/** Measures wall time, compared with a bare Node process just before. */
export async function measureStartup(rounds: number, goalsOnly: boolean): Promise<Row[]> {
  const app = await startServer([sink]);
  const { directory, remove } = scratchDirectory();
  const run = (...args: string[]) => timeProcess([bin, ...args], directory);
  const send = ['send', 'PostRegister', '--to', app.url];
  const starts: Start[] = [
    { what: '`--version`', goal: { atMost: 1.2 }, time: () => run('--version') },
    { what: '`--help`', goal: { atMost: 1.75 }, time: () => run('--help') },
    { what: '`events`', goal: { atMost: 1.9 }, time: () => run('events') },
    {
      what: '`send`, one delivery',
      goal: { atMost: 2.6 },
      time: () => run(...send),
    },
    { what: '`listen`, to its ready line', time: () => timeUntilReady(directory) },
    { what: '`test --list`', time: () => run('test', '--list') },
    ...peers(directory),
  ];

  const rows: Row[] = [];
  for (const { what, goal, time } of starts.filter((start) => start.goal ?? !goalsOnly)) {
    await time();
    const pairs = await inPairs(rounds, () => timeProcess(['-e', '0'], directory), time);
    const facts = `${spreadOf(pairs.map(([, ours]) => ours)).median.toFixed(0)} ms`;
    rows.push(
      rowOf(
        { part: 'Start-up', what, baseline: '`node -e 0`', facts, ...(goal && { goal }) },
        pairs,
      ),
    );
  }
  await app.stop();
  remove();
  return rows;
}

async function timeUntilReady(cwd: string): Promise<number> {
  const started = performance.now();
  const args = [bin, 'listen', '--json', '--port', '0'];
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  const elapsed = performance.now() - started;
  child.kill();
  await once(child, 'close');
  return elapsed;
}

/** Returns the `--version` of other tools, started by their npm script. */
function peers(cwd: string): Start[] {
  return [
    ['Stripe CLI', '@stripe/cli', 'stripe'],
    ['Hookdeck CLI', 'hookdeck-cli', 'hookdeck'],
    ['smee', 'smee-client', 'smee'],
  ].flatMap(([name = '', from = '', command = '']) => {
    const script = installedPeer(from, command);
    if (!script) return [];
    return [{ what: `${name} \`--version\``, time: () => timeProcess([script, '--version'], cwd) }];
  });
}
