import { cutToWidth } from '../../cli/output/text/fit.ts';
import { formatDuration } from '../../cli/output/text/numbers.ts';
import { plainText } from '../../cli/output/text/plain-text.ts';
import type { Style } from '../../cli/terminal/index.ts';
import { type CheckResult, type ContractReport, isFatal, tally } from '../result.ts';
import { casesOf, factsOf, factsOfCause, failuresOf } from './facts.ts';
import {
  factIndent,
  type PrettyOptions,
  renderFact,
  renderOutput,
  renderSnippet,
} from './pretty-parts.ts';
import { renderTotalFailure } from './total-failure.ts';
import { colorOf, markOf, renderTree } from './tree.ts';

/** Lines of the receiver's output that are shown. */
const outputLines = 20;

/**
 * Returns the report for people: the cause first if there is one, then all checks by group, the other
 * failures with their remedies, and the count. If every event is refused, it is only the cause.
 */
export function renderPretty(report: ContractReport, options: PrettyOptions): string[] {
  const summary = renderContractSummary(report, options.style);
  if (report.refusesEverything) return renderTotalFailure(report, options, summary);
  return [
    ...renderCause(report, options),
    ...renderTree(report, options),
    ...renderFailures(report, options),
    ...renderOutput(report, options, outputLines),
    '',
    summary,
  ];
}

function renderCause(report: ContractReport, options: PrettyOptions): string[] {
  const { cause, results } = report;
  const lead = results.find((result) => result.cause === cause && result.sameAs === null);
  if (!cause || !lead) return renderHeadline(report, options);
  const { style } = options;
  const color = colorOf(lead, report.strict, style);
  return [
    color(`${markOf(lead, report.strict)} ${style.bold(plainText(cause.message).trim())}`),
    '',
    ...factsOfCause(cause)
      .slice(1)
      .flatMap(([name, fact]) => renderFact(name, fact, options)),
    ...renderFact('Checks', casesOf(cause, results), options),
    ...renderSnippet(lead, report, options),
    '',
  ];
}

/** Names the failed checks in the first line if there is no common cause. */
function renderHeadline({ results, strict }: ContractReport, { style }: PrettyOptions): string[] {
  const failed = results.filter((result) => isFatal(result, strict));
  const [only] = failed;
  if (!only) return [];
  const ids = failed.map(({ check }) => check.id);
  const text =
    failed.length === 1
      ? `${only.check.id}: ${plainText(only.answered).trim()}`
      : `${failed.length} checks failed: ${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ' and more' : ''}`;
  return [style.red(`✗ ${style.bold(text)}`), ''];
}

function renderFailures(report: ContractReport, options: PrettyOptions): string[] {
  const { style } = options;
  const others = failuresOf(report).filter(
    ({ sameAs, cause }) => sameAs === null && (cause === null || cause !== report.cause),
  );
  const shownAt = new Map<string, string>();
  return others.flatMap((result) => {
    const { check, cause } = result;
    const color = colorOf(result, report.strict, style);
    const facts: readonly (readonly [string, string])[] = cause
      ? [...factsOfCause(cause), ['Checks', casesOf(cause, report.results)]]
      : factsOf(result);
    return [
      '',
      color(`${markOf(result, report.strict)} ${style.bold(check.id)}`),
      ...facts.flatMap(([name, fact]) => renderFact(name, fact, options)),
      ...renderSnippetOnce(result, report, shownAt, options),
    ];
  });
}

/** Returns the code, unless an earlier check has shown the same. */
function renderSnippetOnce(
  result: CheckResult,
  report: ContractReport,
  shownAt: Map<string, string>,
  options: PrettyOptions,
): string[] {
  const lines = renderSnippet(result, report, options);
  if (lines.length === 0) return [];
  const text = lines.join('\n');
  const first = shownAt.get(text);
  if (first === undefined) shownAt.set(text, result.check.id);
  return first === undefined
    ? lines
    : [`${' '.repeat(factIndent)}${options.style.dim(`The code is the same as for ${first}.`)}`];
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

/** Returns the running check, in as many columns as `columns` allows: `12/63  tolerates/large-payload`. */
export function renderContractProgress(
  done: number,
  total: number,
  running: string,
  columns: number,
): string {
  return cutToWidth(`${done}/${total}  ${running}`, Math.max(0, columns - 4));
}
