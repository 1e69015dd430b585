import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { body } from '../../measure/load.ts';
import { bin, scratchDirectory, timeProcess } from '../../measure/process.ts';
import { type Row, rowOf } from '../../measure/row.ts';
import { inPairs } from '../../measure/statistics.ts';

const many = 10_000;

/** Compares `send --dry-run` of one recorded fixture among ten thousand and among few. */
export async function measureFixtureGrowth(rounds: number): Promise<Row> {
  const { directory, remove } = scratchDirectory();
  const [few, full] = [path.join(directory, 'few'), path.join(directory, 'full')];
  record(few, 31);
  record(full, many);
  const time = (fixtures: string) =>
    timeProcess(
      [bin, 'send', 'PostSignIn', '--variant', 'v1', '--fixtures', fixtures, '--dry-run'],
      directory,
    );
  const pairs = await inPairs(
    rounds,
    () => time(few),
    () => time(full),
  );
  remove();
  const what = `\`send\` of one of ${many.toLocaleString('en')} fixtures`;
  return rowOf(
    { part: 'Growth', what, baseline: 'one of 31', facts: '', goal: { atMost: 1.2 } },
    pairs,
  );
}

function record(directory: string, count: number): void {
  const event = path.join(directory, 'PostSignIn');
  mkdirSync(event, { recursive: true });
  for (let i = 0; i < count; i++) writeFileSync(path.join(event, `v${i}.json`), body);
}
