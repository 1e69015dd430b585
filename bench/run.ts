/**
 * Runs the benchmarks and prints the table; see bench/README.md.
 *
 *     npm run bench                           everything
 *     npm run bench -- startup listener       some parts
 *     npm run bench -- --goals                only rows with a goal
 *     npm run bench -- --runs 3 --write       everything three times; update bench/README.md
 *     npm run bench -- --rounds 3             fewer rounds
 *
 * Exits 1 when a goal is missed.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { root } from './measure/process.ts';
import { addRun, isMissed, type Row, renderTables } from './measure/row.ts';
import { measureFootprint } from './parts/footprint.ts';
import { measureForwarding } from './parts/forwarding.ts';
import { measureFuzzing } from './parts/fuzzing.ts';
import { measureGrowth } from './parts/growth.ts';
import { measureInspector } from './parts/inspector.ts';
import { measureListener } from './parts/listener.ts';
import { measureMemory } from './parts/memory.ts';
import { measureSender } from './parts/sender.ts';
import { measureSingleFile } from './parts/single-file.ts';
import { measureStartup } from './parts/startup.ts';

type Measure = (rounds: number, goalsOnly: boolean) => Promise<Row[]> | Row[];

/** Each part with its default number of rounds. */
const parts: Readonly<Record<string, readonly [measure: Measure, rounds: number]>> = {
  startup: [measureStartup, 15],
  listener: [measureListener, 5],
  sender: [measureSender, 5],
  forwarding: [measureForwarding, 5],
  fuzzing: [measureFuzzing, 3],
  growth: [measureGrowth, 3],
  memory: [measureMemory, 1],
  inspector: [measureInspector, 5],
  footprint: [measureFootprint, 1],
  singlefile: [measureSingleFile, 15],
};

const results = path.join(root, 'bench/results.json');
const heading = '## The latest table';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    goals: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    runs: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});

let rows: Row[] = [];
for (let run = 0; run < Number(values.runs); run++) {
  rows = addRun(rows, await measureAll());
}

async function measureAll(): Promise<Row[]> {
  const measured: Row[] = [];
  for (const name of positionals.length > 0 ? positionals : Object.keys(parts)) {
    const part = parts[name];
    if (!part) {
      throw new Error(`Unknown part '${name}'. Use one of: ${Object.keys(parts).join(', ')}.`);
    }
    process.stderr.write(`measuring ${name} …\n`);
    const [measure, rounds] = part;
    measured.push(...(await measure(Number(values.rounds ?? rounds), values.goals)));
  }
  return measured;
}

const table = renderTables(rows);
process.stdout.write(`${table}\n`);
if (values.write) write();
if (rows.some(isMissed)) process.exitCode = 1;

/** Writes the table as JSON and to the README; parts that were not measured stay unchanged. */
function write(): void {
  const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? process.arch}`;
  const measured = new Set(rows.map(({ part }) => part));
  const kept = readResults().filter(({ part }) => !measured.has(part));
  const all = [...kept, ...rows].sort((a, b) => place(a) - place(b));
  const json = JSON.stringify(
    { machine, measuredAt: new Date().toISOString(), rows: all },
    null,
    2,
  );
  writeFileSync(results, `${json}\n`);
  execFileSync('npx', ['biome', 'format', '--write', results], { cwd: root, stdio: 'ignore' });
  const readme = path.join(root, 'bench/README.md');
  const [before = ''] = readFileSync(readme, 'utf8').split(heading);
  writeFileSync(readme, `${before}${heading}\n\n${machine}.\n\n${renderTables(all)}\n`);
}

function readResults(): Row[] {
  return existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')).rows : [];
}

/** Parts are sorted in the order of their measurement. */
function place({ part }: Row): number {
  return Object.keys(parts).indexOf(part.toLowerCase().replace('-', ''));
}
