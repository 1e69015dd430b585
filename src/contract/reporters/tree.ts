import { cutToWidth } from '../../cli/output/text/fit.ts';
import { formatDuration } from '../../cli/output/text/numbers.ts';
import { plainText } from '../../cli/output/text/plain-text.ts';
import { hang, wrap } from '../../cli/output/text/wrap.ts';
import type { Style } from '../../cli/terminal/index.ts';
import {
  type CheckDescription,
  type CheckResult,
  type ContractReport,
  isFatal,
} from '../result.ts';
import { byGroup } from './facts.ts';

interface TreeOptions {
  readonly style: Style;
  readonly columns: number;
}

/** Columns that the reason of a skipped check has at least. */
const minRoom = 20;

/** From this many checks in a row on, skipped for one reason, one entry stands for all. */
const minCollapsed = 3;

/** Returns all checks by group, one line each. */
export function renderTree({ results, strict }: ContractReport, options: TreeOptions): string[] {
  const { style } = options;
  const idWidth = Math.max(0, ...results.map(({ check }) => check.id.length));
  return byGroup(results).flatMap(({ group, results: members }, index) => [
    ...(index > 0 ? [''] : []),
    style.bold(group),
    ...collapse(members).flatMap((run) => {
      const [first] = run;
      if (!first) return [];
      return run.length < minCollapsed
        ? run.flatMap((result) => renderResult(result, strict, idWidth, options))
        : renderSkipped(run.length, first, options);
    }),
  ]);
}

/** Returns the results in runs: those that were skipped for one reason after each other, else each alone. */
function collapse(results: readonly CheckResult[]): readonly (readonly CheckResult[])[] {
  const runs: CheckResult[][] = [];
  for (const result of results) {
    const run = runs.at(-1);
    const [first] = run ?? [];
    const isSkipped = result.status === 'skipped' && first?.status === 'skipped';
    if (isSkipped && first.answered === result.answered) run?.push(result);
    else runs.push([result]);
  }
  return runs;
}

/** Returns one entry for checks that were skipped for one reason. */
function renderSkipped(
  count: number,
  { answered }: CheckResult,
  { style, columns }: TreeOptions,
): string[] {
  const text = `${count} checks skipped: ${plainText(answered).trim()}`;
  return hang('  - ', 4, text, columns).map((line) => style.dim(line));
}

function renderResult(
  result: CheckResult,
  strict: boolean,
  idWidth: number,
  { style, columns }: TreeOptions,
): string[] {
  const { check, status, durationMs } = result;
  const color = colorOf(result, strict, style);
  const margin = idWidth + 14;
  // Where nothing fits beside the longest id, ids are not aligned.
  const id = columns < margin ? check.id : check.id.padEnd(idWidth);
  const duration = status === 'skipped' ? '' : formatDuration(durationMs);
  const [note, ...others] = noteOf(result, Math.max(0, columns - margin));
  const line = [
    `  ${color(markOf(result, strict))} `,
    paintId(id, check, status === 'passed' ? plain : color, style),
    note === undefined && status === 'skipped' ? '' : style.dim(duration.padStart(8)),
    note === undefined ? '' : `  ${status === 'skipped' ? style.dim(note) : note}`,
  ].join('');
  const indent = ' '.repeat(Math.max(0, Math.min(margin, columns - minRoom)));
  return [line.trimEnd(), ...others.map((other) => indent + style.dim(other))];
}

/** Returns the whole reason of a skipped check, or the beginning of a failure, which is shown again later. */
function noteOf({ status, answered }: CheckResult, room: number): readonly string[] {
  if (status === 'passed') return [];
  const text = plainText(answered).trim();
  const lines =
    status === 'skipped' ? wrap(text, Math.max(room, minRoom)) : [cutToWidth(text, room)];
  return lines.filter((line) => line !== '');
}

/** Dims the group of an id. The heading shows it, too, but the whole id can be copied. */
function paintId(
  id: string,
  { group }: CheckDescription,
  color: (text: string) => string,
  style: Style,
) {
  const prefix = `${group}/`;
  return id.startsWith(prefix) ? style.dim(prefix) + color(id.slice(prefix.length)) : color(id);
}

const plain = (text: string) => text;

/** Returns the mark of a result: passed, skipped, failed, warning. */
export function markOf(result: CheckResult, strict: boolean): string {
  if (result.status === 'passed') return '✓';
  if (result.status === 'skipped') return '-';
  return isFatal(result, strict) ? '✗' : '!';
}

/** Returns the color of a result. */
export function colorOf(result: CheckResult, strict: boolean, style: Style) {
  if (result.status === 'passed') return style.green;
  if (result.status === 'skipped') return style.dim;
  return isFatal(result, strict) ? style.red : style.yellow;
}
