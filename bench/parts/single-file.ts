import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { gzipSync } from 'node:zlib';
import { sink } from '../measure/peers.ts';
import {
  root,
  scratchDirectory,
  startServer,
  timeProcess,
  timeProgram,
} from '../measure/process.ts';
import { type Row, rowOf } from '../measure/row.ts';
import { inPairs, spreadOf } from '../measure/statistics.ts';

const part = 'Single-file';

/** Measures the size of the single executable, and its start-up compared with a bare Node process. */
export async function measureSingleFile(rounds: number, goalsOnly: boolean): Promise<Row[]> {
  if (goalsOnly) return [];
  const executable = findExecutable();
  const app = await startServer([sink]);
  const { directory, remove } = scratchDirectory();
  const rows: Row[] = [sizeOf(executable)];
  const send = ['send', 'PostRegister', '--to', app.url];
  for (const args of [['--version'], ['--help'], ['events'], send]) {
    const time = () => timeProgram(executable, args, directory);
    await time();
    const pairs = await inPairs(rounds, () => timeProcess(['-e', '0'], directory), time);
    const facts = `${spreadOf(pairs.map(([, ours]) => ours)).median.toFixed(0)} ms`;
    const what = `\`${args[0]}\`${args === send ? ', one delivery' : ''}`;
    rows.push(rowOf({ part, what, baseline: '`node -e 0`', facts }, pairs));
  }
  await app.stop();
  remove();
  return rows;
}

/** Returns the executable that SINGLE_FILE names, or else the one in artifacts/, which is built if missing. */
function findExecutable(): string {
  if (process.env.SINGLE_FILE) return path.resolve(process.env.SINGLE_FILE);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const executable = path.join(root, `artifacts/single-file/logto-hooks${suffix}`);
  if (!existsSync(executable)) {
    const args = ['--import', 'tsx', 'scripts/build/single-file.ts'];
    execFileSync(process.execPath, args, { cwd: root, stdio: 'ignore' });
  }
  return executable;
}

/** Compares its size with that of the Node.js that runs the benchmark, in megabytes. */
function sizeOf(executable: string): Row {
  const megabytes = (bytes: number) => bytes / 1e6;
  const ours = megabytes(statSync(executable).size);
  const node = megabytes(statSync(process.execPath).size);
  const compressed = megabytes(gzipSync(readFileSync(executable)).length);
  const facts = `${ours.toFixed(0)} MB, ${compressed.toFixed(0)} MB compressed`;
  return rowOf({ part, what: 'size', baseline: 'the `node` executable', facts }, [[node, ours]]);
}
