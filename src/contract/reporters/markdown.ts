import { formatDuration } from '../../cli/output/text/numbers.ts';
import { plainText } from '../../cli/output/text/plain-text.ts';
import { type CheckResult, type ContractReport, isFatal } from '../result.ts';
import {
  byGroup,
  casesOf,
  countResults,
  factsOf,
  failuresOf,
  outputOf,
  snippetOf,
} from './facts.ts';

/** Lines of a receiver's output to include: GitHub drops a job summary above 1 MiB. */
const mostLines = 200;

/**
 * Returns the report as Markdown, for the job summary of GitHub Actions ($GITHUB_STEP_SUMMARY): the failures
 * with their remedies, and all checks folded below.
 */
export function renderMarkdown(report: ContractReport): string[] {
  const { to, results, strict, durationMs } = report;
  const verdict = results.some((result) => isFatal(result, strict)) ? '❌' : '✅';
  return [
    '### Logto webhook contract',
    '',
    `${verdict} ${countResults(results)} in ${formatDuration(durationMs)}: ${escapeMarkdown(to)}`,
    ...renderCause(report),
    ...failuresOf(report)
      .filter(({ sameAs }) => sameAs === null)
      .flatMap((result) => renderFailure(result, report)),
    ...renderOutput(outputOf(report)),
    ...fold('All checks', renderTable(results, strict)),
  ];
}

function renderCause({ cause, results }: ContractReport): string[] {
  if (!cause) return [];
  return ['', `**${escapeMarkdown(cause.message)}** (${escapeMarkdown(casesOf(cause, results))})`];
}

function renderFailure(result: CheckResult, report: ContractReport): string[] {
  const snippet = snippetOf(result, report);
  return [
    '',
    `#### ${markOf(result, report.strict)} ${escapeMarkdown(result.check.id)}`,
    '',
    ...factsOf(result).map(([name, fact]) => `- **${name}:** ${escapeMarkdown(fact)}`),
    ...(snippet
      ? ['', `${snippet.title}:`, '', `\`\`\`${snippet.language}`, ...snippet.lines, '```']
      : []),
  ];
}

function renderOutput(lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(-mostLines).map((line) => `    ${line}`);
  return fold('Receiver output', shown);
}

function renderTable(results: readonly CheckResult[], strict: boolean): string[] {
  const rows = byGroup(results).flatMap((group) =>
    group.results.map((result) => {
      const note = result.status === 'passed' ? '' : escapeMarkdown(result.answered);
      const duration = result.status === 'skipped' ? '' : formatDuration(result.durationMs);
      return `| ${markOf(result, strict)} | ${escapeMarkdown(result.check.id)} | ${duration} | ${note} |`;
    }),
  );
  return ['| | Check | Time | |', '|---|---|---|---|', ...rows];
}

function fold(title: string, lines: readonly string[]): string[] {
  return ['', '<details>', `<summary>${title}</summary>`, '', ...lines, '', '</details>'];
}

function markOf(result: CheckResult, strict: boolean): string {
  if (result.status === 'passed') return '✅';
  if (result.status === 'skipped') return '⏭️';
  return isFatal(result, strict) ? '❌' : '⚠️';
}

/** Escapes foreign text, so that it becomes no markup, table cell, HTML or link. */
function escapeMarkdown(text: string): string {
  return plainText(text)
    .replace(/[\\`*_[\]#|~@!]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(autolinks, `$&${nothing}`);
}

/**
 * Positions at which a comment keeps GitHub from linking a URL, host, email address, mention or issue, which
 * an escape does not.
 * https://github.github.com/gfm/#autolinks-extension-
 */
const autolinks = /\/(?=\/)|\bwww(?=\.)|@|#(?=\d)/gi;
const nothing = '<!-- -->';
