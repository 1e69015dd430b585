import { formatDuration, roundLatency } from '../../cli/output/numbers.ts';
import { plainText } from '../../cli/output/plain-text.ts';
import { type CheckResult, type ContractReport, type Framework, isFatal } from '../result.ts';
import { countResults, outputOf, snippetsOf, toCauseRecord } from './facts.ts';

interface TapOptions {
  /** What the receiver is written with; without it, snippets of all frameworks are shown. */
  readonly framework: Framework | undefined;
}

/**
 * The report as TAP 14 (https://testanything.org/tap-version-14-specification.html), the facts of each
 * failure as YAML. A check that only warns is `not ok … # TODO`: shown by every harness, failing none.
 * With `strict` it is a plain `not ok`.
 */
export function renderTap(report: ContractReport, options: TapOptions): string[] {
  const { results, strict, to, durationMs } = report;
  const printed = outputOf(report);
  return [
    'TAP version 14',
    `# ${plainText(to)}`,
    `1..${results.length}`,
    ...results.flatMap((result, index) => renderPoint(result, index + 1, strict, options)),
    ...(printed.length > 0 ? ['# What the receiver printed:'] : []),
    ...printed.map((line) => `# | ${line}`.trimEnd()),
    `# ${countResults(results)} in ${formatDuration(durationMs)}`,
  ];
}

function renderPoint(
  result: CheckResult,
  number: number,
  strict: boolean,
  options: TapOptions,
): string[] {
  const { check, status, answered } = result;
  const isWarning = status === 'failed' && !isFatal(result, strict);
  const directive =
    status === 'skipped'
      ? ` # SKIP ${escapeTap(plainText(answered))}`
      : isWarning
        ? ' # TODO a warning, which does not fail the run'
        : '';
  const point = `${status === 'failed' ? 'not ok' : 'ok'} ${number} - ${escapeTap(check.id)}${directive}`;
  return [point.trimEnd(), ...renderDiagnostics(result, options)];
}

/** A hash would begin a directive. */
function escapeTap(text: string): string {
  return text.replace(/[\\#]/g, '\\$&');
}

function renderDiagnostics(result: CheckResult, { framework }: TapOptions): string[] {
  const { check, severity, status, sent, answered, remedy, cause, durationMs } = result;
  if (status === 'skipped') return [];
  const duration = `duration_ms: ${roundLatency(durationMs)}`;
  const facts = [
    `severity: ${severity}`,
    `why: ${yamlString(check.why)}`,
    `sent: ${yamlString(sent)}`,
    `answered: ${yamlString(answered)}`,
    `remedy: ${yamlString(remedy)}`,
    ...renderCause(cause),
    duration,
    ...renderSnippets(result, framework),
  ];
  return ['---', ...(status === 'failed' ? facts : [duration]), '...'].map((line) =>
    `  ${line}`.trimEnd(),
  );
}

function renderCause(cause: CheckResult['cause']): string[] {
  const facts = Object.entries(toCauseRecord(cause) ?? {});
  return facts.length === 0
    ? []
    : ['cause:', ...facts.map(([name, fact]) => `  ${name}: ${yamlString(fact)}`)];
}

function renderSnippets(result: CheckResult, framework: Framework | undefined): string[] {
  const snippets = snippetsOf(result, framework);
  if (snippets.length === 0) return [];
  return [
    'snippets:',
    ...snippets.flatMap((snippet) => [
      `  ${snippet.framework}: |`,
      ...snippet.lines.map((line) => `    ${line}`),
    ]),
  ];
}

/** A YAML string: JSON is one, when nothing in it is unprintable. */
function yamlString(text: string): string {
  return JSON.stringify(plainText(text));
}
