import { load } from '../measure/load.ts';
import { bin, type MeasuredServer, startServer } from '../measure/process.ts';
import { type Row, rowOf } from '../measure/row.ts';

const [first, all] = [1_000, 100_000];

/**
 * Compares the resident memory of a listener after 100,000 deliveries with that after the first 1,000,
 * with the history on. It has no goal, because V8 decides when to return memory to the system;
 * `test/listen/memory.test.ts` bounds what the listener keeps.
 */
export async function measureMemory(_rounds: number, goalsOnly: boolean): Promise<Row[]> {
  if (goalsOnly) return [];
  return [
    await measure('listen', []),
    await measure('listen, with the inspector', ['--inspect', '0']),
  ];
}

async function measure(what: string, args: readonly string[]): Promise<Row> {
  const server = await startServer([bin, 'listen', '--json', '--port', '0', ...args]);
  const early = await memoryAfter(server, first);
  const late = await memoryAfter(server, all - first);
  await server.stop();
  const facts = `${early.toFixed(0)} MB, then ${late.toFixed(0)} MB`;
  const baseline = `after ${first.toLocaleString('en')} deliveries`;
  const row = { part: 'Memory', what: `${what}, after ${all.toLocaleString('en')}`, baseline };
  return rowOf({ ...row, facts }, [[early, late]]);
}

async function memoryAfter(server: MeasuredServer, amount: number): Promise<number> {
  await load({ url: server.url, connections: 20, amount });
  return server.memory();
}
