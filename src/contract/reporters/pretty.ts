import { cutToWidth } from '../../cli/output/fit.ts';
import { formatDuration } from '../../cli/output/numbers.ts';
import { plainText } from '../../cli/output/plain-text.ts';
import { wrap } from '../../cli/output/wrap.ts';
import type { Style } from '../../cli/terminal/index.ts';
import {
  type CheckDescription,
  type CheckResult,
  type ContractReport,
  type Framework,
  isFatal,
  tally,
} from '../result.ts';
import { byGroup, factsOf, failuresOf, outputOf, snippetsOf } from './facts.ts';

interface PrettyOptions {
  readonly style: Style;
  /** The width of the terminal; 80 in a file. */
  readonly columns: number;
  /** What the receiver is written with; without it, snippets of all frameworks are shown. */
  readonly framework: Framework | undefined;
}

/** Prose is hard to read in lines longer than this, however wide the terminal is. */
const widestProse = 100;

/** A tree of all checks by group; then each failure with what mends it; then what it came to. */
export function renderPretty(report: ContractReport, options: PrettyOptions): string[] {
  return [
    ...renderTree(report, options),
    ...renderFailures(report, options),
    ...renderOutput(report, options),
    '',
    renderContractSummary(report, options.style),
  ];
}

function renderTree({ results, strict }: ContractReport, options: PrettyOptions): string[] {
  const { style } = options;
  const idWidth = Math.max(0, ...results.map(({ check }) => check.id.length));
  return byGroup(results).flatMap(({ group, results: members }, index) => [
    ...(index > 0 ? [''] : []),
    style.bold(group),
    ...members.flatMap((result) => renderResult(result, strict, idWidth, options)),
  ]);
}

function renderResult(
  result: CheckResult,
  strict: boolean,
  idWidth: number,
  { style, columns }: PrettyOptions,
): string[] {
  const { check, status, durationMs } = result;
  const colour = colourOf(result, strict, style);
  const id = check.id.padEnd(idWidth);
  const duration = status === 'skipped' ? '' : formatDuration(durationMs);
  const margin = idWidth + 14;
  const [note, ...others] = noteOf(result, Math.max(0, columns - margin));
  const line = [
    `  ${colour(markOf(result, strict))} `,
    paintId(id, check, status === 'passed' ? plain : colour, style),
    note === undefined && status === 'skipped' ? '' : style.dim(duration.padStart(8)),
    note === undefined ? '' : `  ${status === 'skipped' ? style.dim(note) : note}`,
  ].join('');
  return [line.trimEnd(), ...others.map((other) => ' '.repeat(margin) + style.dim(other))];
}

/** Why a check was skipped, as it is said nowhere else; the beginning of what failed, which is told below. */
function noteOf({ status, answered }: CheckResult, room: number): readonly string[] {
  if (status === 'passed') return [];
  const text = plainText(answered).trim();
  const lines = status === 'skipped' ? wrap(text, Math.max(room, 20)) : [cutToWidth(text, room)];
  return lines.filter((line) => line !== '');
}

/** The group is said already: it is there to be copied, not to be read. */
function paintId(
  id: string,
  { group }: CheckDescription,
  colour: (text: string) => string,
  style: Style,
) {
  const prefix = `${group}/`;
  return id.startsWith(prefix) ? style.dim(prefix) + colour(id.slice(prefix.length)) : colour(id);
}

const plain = (text: string) => text;

function markOf(result: CheckResult, strict: boolean): string {
  if (result.status === 'passed') return '✓';
  if (result.status === 'skipped') return '-';
  return isFatal(result, strict) ? '✗' : '!';
}

function colourOf(result: CheckResult, strict: boolean, style: Style) {
  if (result.status === 'passed') return style.green;
  if (result.status === 'skipped') return style.dim;
  return isFatal(result, strict) ? style.red : style.yellow;
}

function renderFailures(report: ContractReport, options: PrettyOptions): string[] {
  const { style, framework } = options;
  const firstWith = new Map<string, string>();
  return failuresOf(report).flatMap((result) => {
    const { check } = result;
    const colour = colourOf(result, report.strict, style);
    const snippets = snippetsOf(check, framework);
    const text = JSON.stringify(snippets);
    const shownAt = firstWith.get(text);
    if (shownAt === undefined) firstWith.set(text, check.id);
    return [
      '',
      colour(`${markOf(result, report.strict)} ${style.bold(check.id)}`),
      ...factsOf(result).flatMap(([name, fact]) => renderFact(name, fact, options)),
      ...(snippets.length > 0 && shownAt !== undefined
        ? [`${' '.repeat(factIndent)}${style.dim(`The code is the same as for ${shownAt}.`)}`]
        : snippets.flatMap((snippet) => renderSnippet(snippet, style))),
    ];
  });
}

const factIndent = 12;

function renderFact(name: string, fact: string, { style, columns }: PrettyOptions): string[] {
  const width = Math.max(20, Math.min(columns, widestProse) - factIndent);
  return wrap(fact, width).flatMap((line, index) => {
    const label = index === 0 ? name : '';
    return `  ${style.dim(label.padEnd(factIndent - 2))}${line}`;
  });
}

function renderSnippet(
  { framework, lines }: ReturnType<typeof snippetsOf>[number],
  style: Style,
): string[] {
  return [
    '',
    `    ${style.dim(`// ${framework}`)}`,
    ...lines.map((line) => (line === '' ? '' : `    ${style.cyan(line)}`)),
  ];
}

function renderOutput(report: ContractReport, { style }: PrettyOptions): string[] {
  const lines = outputOf(report);
  if (lines.length === 0) return [];
  return [
    '',
    style.bold('What the receiver printed'),
    ...lines.map((line) => `  ${style.dim(`│ ${line}`)}`),
  ];
}

/** `58 passed, 2 failed, 1 warning, 3 skipped  in 1.9 s`. */
function renderContractSummary(
  { results, strict, durationMs }: ContractReport,
  style: Style,
): string {
  const { passed, failed, warned, skipped } = tally(results);
  const warnings = `${warned} ${warned === 1 ? 'warning' : 'warnings'}${strict && warned > 0 ? ' (strict: failed)' : ''}`;
  const paintWarnings = strict ? style.red : style.yellow;
  return [
    style.green(`${passed} passed`),
    `, ${failed > 0 ? style.red(`${failed} failed`) : '0 failed'}`,
    `, ${warned > 0 ? paintWarnings(warnings) : warnings}`,
    `, ${skipped} skipped`,
    style.dim(`  in ${formatDuration(durationMs)}`),
  ].join('');
}

/** What goes on at the moment, as wide as `columns` allows: `12/63  tolerates/large-payload`. */
export function renderContractProgress(
  done: number,
  total: number,
  running: string,
  columns: number,
): string {
  return cutToWidth(`${done}/${total}  ${running}`, Math.max(0, columns - 4));
}
