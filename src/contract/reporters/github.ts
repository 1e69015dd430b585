import { formatDuration } from '../../cli/output/text/numbers.ts';
import { escapeCommands } from '../../cli/output/text/workflow-commands.ts';
import { type CheckResult, type ContractReport, isFatal } from '../result.ts';
import { casesOf, countResults, factsOf, failuresOf, outputOf } from './facts.ts';

/**
 * Returns the report as workflow commands of GitHub Actions: an `::error` for each failure, a `::warning` for
 * each warning, a `::notice` for the run. GitHub shows the first ten of a kind
 * of each step as annotations; the job summary has all.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function renderGithub(report: ContractReport): string[] {
  const { results, durationMs } = report;
  const total = `${countResults(results)} in ${formatDuration(durationMs)}`;
  return [
    ...failuresOf(report)
      .filter(({ sameAs }) => sameAs === null)
      .map((result) => renderAnnotation(result, report)),
    ...renderOutput(report),
    command('notice', 'logto-hooks test', total),
  ];
}

function renderAnnotation(result: CheckResult, { strict, results }: ContractReport): string {
  const { cause } = result;
  const facts = factsOf(result).map(([name, fact]) => escapeCommands(`${name}: ${fact}`));
  if (cause) facts.push(`Checks: ${casesOf(cause, results, 40)}`);
  return command(isFatal(result, strict) ? 'error' : 'warning', result.check.id, facts.join('\n'));
}

function command(name: 'error' | 'warning' | 'notice', title: string, message: string): string {
  return `::${name} title=${escapeProperty(title)}::${escapeMessage(message)}`;
}

// Escapes as https://github.com/actions/toolkit does (packages/core/src/command.ts).
function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Returns the receiver's output in a group, without workflow commands. */
function renderOutput(report: ContractReport): string[] {
  const lines = outputOf(report);
  if (lines.length === 0) return [];
  const safe = lines.map((line) => escapeCommands(`| ${line}`));
  return ['::group::Receiver output', ...safe, '::endgroup::'];
}
