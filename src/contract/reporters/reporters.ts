import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { escapeText } from '../../cli/output/text/escape.ts';
import { plainStyle, type Style, type Terminal } from '../../cli/terminal/index.ts';
import { systemCode, UsageError } from '../../core/errors.ts';
import { suggest } from '../../core/suggest.ts';
import type { ContractReport } from '../result.ts';
import { renderGithub } from './github.ts';
import { renderJson, toSummaryRecord } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { renderPretty } from './pretty.ts';
import { renderTap } from './tap.ts';

export const reporterNames = ['pretty', 'json', 'junit', 'tap', 'github'] as const;

export type ReporterName = (typeof reporterNames)[number];

/** A file for the report of one reporter; null if there is only one. */
export interface OutputFile {
  readonly reporter: ReporterName | null;
  readonly file: string;
}

/** A report to make and its file; null for standard output. */
export interface Report {
  readonly reporter: ReporterName;
  readonly file: string | null;
}

/**
 * Reads a comma list of reporters.
 * @throws UsageError for an unknown name
 */
export function parseReporters(text: string): ReporterName[] {
  const names = text.split(',').map((name) => name.trim());
  return [...new Set(names.filter(Boolean).map(parseReporter))];
}

function parseReporter(name: string): ReporterName {
  const found = reporterNames.find((one) => one === name);
  if (found) return found;
  const guess = suggest(name, reporterNames);
  throw new UsageError(
    `Unknown reporter '${name}'.`,
    guess ? `Did you mean ${guess}?` : `Use one of: ${reporterNames.join(', ')}.`,
  );
}

/**
 * Reads `report.xml` or `junit=report.xml`.
 * @throws UsageError for an unknown reporter or a missing file name
 */
export function parseOutputFile(text: string): OutputFile {
  const [, name, file] = /^(?:([a-z]+)=)?(.+)$/.exec(text) ?? [];
  if (file === undefined || (name === undefined && text.startsWith('='))) {
    throw new UsageError(
      `'${text}' has no file name.`,
      'Write it like report.xml or junit=report.xml.',
    );
  }
  return { reporter: name === undefined ? null : parseReporter(name), file };
}

/**
 * Assigns each report a file or standard output, which takes one report for programs, or those for people.
 * @throws UsageError if a file has no report, or two reports would be mixed
 */
export function planReports(
  reporters: readonly ReporterName[],
  files: readonly OutputFile[],
): Report[] {
  for (const { reporter, file } of files) {
    if (reporter === null && reporters.length !== 1) {
      throw new UsageError(
        `It is unclear which report goes to ${file}.`,
        `Write it like --output-file ${reporters.at(-1) ?? 'junit'}=${file}.`,
      );
    }
    if (reporter !== null && !reporters.includes(reporter)) {
      throw new UsageError(`No reporter writes to ${file}.`, `Add ${reporter} to --reporter.`);
    }
  }
  const reports = reporters.map((reporter) => {
    const found = files.find((one) => one.reporter === reporter || one.reporter === null);
    return { reporter, file: found?.file ?? null };
  });
  const onOutput = reports.filter(({ file }) => file === null).map(({ reporter }) => reporter);
  const [machine] = onOutput.filter((name) => name !== 'pretty' && name !== 'github');
  if (machine && onOutput.length > 1) {
    throw new UsageError(
      `${onOutput.join(' and ')} cannot both go to standard output.`,
      `Give one a file: --output-file ${machine}=report${machine === 'junit' ? '.xml' : ''}.`,
    );
  }
  return reports;
}

/** Prints and writes the reports of a finished run, except for streamed ones. */
export function writeReports(
  reports: readonly Report[],
  report: ContractReport,
  { cwd, env, out }: Terminal,
): void {
  for (const { reporter, file } of reports) {
    if (file !== null) {
      const rendered = render(reporter, report, { style: plainStyle, columns: 80 });
      writeText(path.resolve(cwd, file), file, toText(rendered));
    } else if (reporter === 'json') {
      out.line(JSON.stringify(toSummaryRecord(report)));
    } else if (reporter === 'github') {
      for (const line of renderGithub(report)) out.command(line);
    } else {
      const { style, columns } = out;
      out.lines(render(reporter, report, { style, columns }));
    }
    const summary = env.GITHUB_STEP_SUMMARY;
    if (reporter === 'github' && summary) {
      appendFileSync(summary, toText(renderMarkdown(report)));
    }
  }
}

interface Look {
  readonly style: Style;
  readonly columns: number;
}

function render(reporter: ReporterName, report: ContractReport, look: Look): string[] {
  switch (reporter) {
    case 'pretty':
      return renderPretty(report, look);
    case 'json':
      return renderJson(report);
    case 'junit':
      return renderJunit(report);
    case 'tap':
      return renderTap(report);
    case 'github':
      return renderGithub(report);
  }
}

function toText(lines: readonly string[]): string {
  return escapeText(`${lines.join('\n')}\n`);
}

function writeText(file: string, name: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(
      `${name} cannot be written (${systemCode(error) ?? String(error)}).`,
      'Name a file in an existing directory.',
      { cause: error },
    );
  }
}
