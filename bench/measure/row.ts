import { type Spread, spreadOf } from './statistics.ts';

/** One line of the table: a measurement compared with its baseline. */
export interface Row {
  readonly part: string;
  readonly what: string;
  /** What the ratio refers to. */
  readonly baseline: string;
  /** The ratio in the last run. */
  readonly ratio: Spread;
  /** The medians of all runs, in order. */
  readonly runs: readonly number[];
  readonly goal: Goal | null;
  /** Absolute figures on this machine, such as milliseconds or requests per second. */
  readonly facts: string;
}

export type Goal = { readonly atMost: number } | { readonly atLeast: number };

/** Creates a row from pairs of measurements. */
export function rowOf(
  row: Omit<Row, 'ratio' | 'runs' | 'goal'> & { readonly goal?: Goal },
  pairs: readonly (readonly [baseline: number, ours: number])[],
): Row {
  const ratio = spreadOf(pairs.map(([baseline, ours]) => ours / baseline));
  return { goal: null, ...row, ratio, runs: [ratio.median] };
}

/** Adds the rows of another run to those of earlier runs. */
export function addRun(before: readonly Row[], now: readonly Row[]): Row[] {
  const isSame = (a: Row, b: Row) =>
    a.part === b.part && a.what === b.what && a.baseline === b.baseline;
  const again = before.map((row) => {
    const measured = now.find((other) => isSame(other, row));
    return measured ? { ...measured, runs: [...row.runs, ...measured.runs] } : row;
  });
  return [...again, ...now.filter((row) => !before.some((other) => isSame(other, row)))];
}

/** Compares the median of all runs with the goal. */
export function isMissed({ runs, goal }: Row): boolean {
  if (!goal) return false;
  const { median } = spreadOf(runs);
  return 'atMost' in goal ? median > goal.atMost : median < goal.atLeast;
}

/** Renders a Markdown table for each part. */
export function renderTables(rows: readonly Row[]): string {
  const parts = [...new Set(rows.map(({ part }) => part))];
  const tables = parts.map((part) => [
    `### ${part}`,
    renderTable(rows.filter((row) => row.part === part)),
  ]);
  return tables.flat().join('\n\n');
}

function renderTable(rows: readonly Row[]): string {
  const head = '| Measurement | Baseline | Ratio | Quartiles | Goal | On this machine |';
  return [head, '|---|---|---|---|---|---|', ...rows.map(renderRow)].join('\n');
}

function renderRow(row: Row): string {
  const { what, baseline, ratio, runs, facts } = row;
  const quartiles = ratio.quartiles.map(round).join('–');
  const medians = runs.map(round).join(' · ');
  const cells = [what, baseline, medians, quartiles, renderGoal(row), facts];
  return `| ${cells.join(' | ')} |`;
}

function renderGoal(row: Row): string {
  if (!row.goal) return '';
  const goal = 'atMost' in row.goal ? `≤ ${row.goal.atMost}` : `≥ ${row.goal.atLeast}`;
  return isMissed(row) ? `${goal} **missed**` : goal;
}

function round(value: number): string {
  return value.toFixed(2);
}
