import { formatDuration, roundLatency } from '../../cli/output/text/numbers.ts';
import { plainText } from '../../cli/output/text/plain-text.ts';
import { type CheckResult, type ContractReport, isFatal } from '../result.ts';
import { countResults, outputOf, snippetOf, toCauseRecord } from './facts.ts';

/**
 * Returns the report as TAP 14 (https://testanything.org/tap-version-14-specification.html), the facts of each
 * failure as YAML. A check that only warns is `not ok … # TODO`: shown by every harness, failing none.
 * With `strict` it is a plain `not ok`.
 */
export function renderTap(report: ContractReport): string[] {
  const { results, to, durationMs } = report;
  const printed = outputOf(report);
  return [
    'TAP version 14',
    `# ${plainText(to)}`,
    `1..${results.length}`,
    ...results.flatMap((result, index) => renderPoint(result, index + 1, report)),
    ...(printed.length > 0 ? ['# Receiver output:'] : []),
    ...printed.map((line) => `# | ${line}`.trimEnd()),
    `# ${countResults(results)} in ${formatDuration(durationMs)}`,
  ];
}

function renderPoint(result: CheckResult, number: number, report: ContractReport): string[] {
  const { check, status, answered } = result;
  const isWarning = status === 'failed' && !isFatal(result, report.strict);
  const directive =
    status === 'skipped'
      ? ` # SKIP ${escapeTap(plainText(answered))}`
      : isWarning
        ? ' # TODO a warning, which does not fail the run'
        : '';
  const point = `${status === 'failed' ? 'not ok' : 'ok'} ${number} - ${escapeTap(check.id)}${directive}`;
  return [point.trimEnd(), ...renderDiagnostics(result, report)];
}

/** Escapes `#`, which would begin a directive. */
function escapeTap(text: string): string {
  return text.replace(/[\\#]/g, '\\$&');
}

function renderDiagnostics(result: CheckResult, report: ContractReport): string[] {
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
    ...renderSnippet(result, report),
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

function renderSnippet(result: CheckResult, report: ContractReport): string[] {
  const snippet = snippetOf(result, report);
  if (!snippet) return [];
  return ['snippets:', `  ${snippet.framework}: |`, ...snippet.lines.map((line) => `    ${line}`)];
}

/** Returns a YAML string: JSON without unprintable characters is one. */
function yamlString(text: string): string {
  return JSON.stringify(plainText(text));
}
