import { type Spread, spreadOf } from './statistics.ts';

/** One line of the table: what was measured, held against its baseline. */
export interface Row {
  readonly part: string;
  readonly what: string;
  /** What counts as 1. */
  readonly baseline: string;
  readonly ratio: Spread;
  readonly goal: Goal | null;
  /** Further facts, in words: milliseconds, requests per second … of this machine. */
  readonly facts: string;
}

export type Goal = { readonly atMost: number } | { readonly atLeast: number };

/** Makes a row of pairs of numbers, baseline first. */
export function rowOf(
  row: Omit<Row, 'ratio' | 'goal'> & { readonly goal?: Goal },
  pairs: readonly (readonly [baseline: number, ours: number])[],
): Row {
  return { goal: null, ...row, ratio: spreadOf(pairs.map(([baseline, ours]) => ours / baseline)) };
}

export function isMissed({ ratio, goal }: Row): boolean {
  if (!goal) return false;
  return 'atMost' in goal ? ratio.median > goal.atMost : ratio.median < goal.atLeast;
}

/** The rows as Markdown tables, one for each part. */
export function renderTables(rows: readonly Row[]): string {
  const parts = [...new Set(rows.map(({ part }) => part))];
  const tables = parts.map((part) => [
    `### ${part}`,
    renderTable(rows.filter((row) => row.part === part)),
  ]);
  return tables.flat().join('\n\n');
}

function renderTable(rows: readonly Row[]): string {
  const head = '| what | baseline = 1 | ratio | quartiles | goal | on this machine |';
  return [head, '|---|---|---|---|---|---|', ...rows.map(renderRow)].join('\n');
}

function renderRow(row: Row): string {
  const { what, baseline, ratio, facts } = row;
  const quartiles = ratio.quartiles.map(round).join('–');
  const cells = [what, baseline, round(ratio.median), quartiles, renderGoal(row), facts];
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
