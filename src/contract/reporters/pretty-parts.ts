import { hang } from '../../cli/output/text/wrap.ts';
import type { Style } from '../../cli/terminal/index.ts';
import type { CheckResult, ContractReport } from '../result.ts';
import { needsCode, outputOf, snippetOf } from './facts.ts';

export interface PrettyOptions {
  readonly style: Style;
  /** The width of the terminal; 80 in a file. */
  readonly columns: number;
}

/** Prose is hard to read in lines longer than this, however wide the terminal is. */
const widestProse = 100;
/** Columns in front of the text of a fact. */
export const factIndent = 12;

/** Returns the lines of a fact, its name in front of the first. */
export function renderFact(
  name: string,
  fact: string,
  { style, columns }: PrettyOptions,
): string[] {
  const label = `  ${style.dim(name.padEnd(factIndent - 2))}`;
  return hang(label, factIndent, fact, Math.min(columns, widestProse));
}

/** Returns the code for the receiver's framework, or where to find it for all frameworks; nothing if code does not help. */
export function renderSnippet(
  result: CheckResult,
  report: ContractReport,
  { style }: PrettyOptions,
): string[] {
  const snippet = snippetOf(result, report);
  if (snippet) {
    return [
      '',
      `    ${style.dim(`// ${snippet.title}`)}`,
      ...snippet.lines.map((line) => (line === '' ? '' : `    ${style.cyan(line)}`)),
    ];
  }
  if (report.framework !== null || !needsCode(result, report.refusesEverything)) return [];
  return [`  ${style.dim('Code'.padEnd(factIndent - 2))}${codePage}`];
}

/** The page with the code for all frameworks, for a receiver whose framework is not recognized. */
const codePage = 'see docs/checks.md#code, for 18 frameworks';

/** Returns the last lines that a started receiver printed. @param most how many */
export function renderOutput(
  report: ContractReport,
  { style }: PrettyOptions,
  most: number,
): string[] {
  const lines = outputOf(report);
  if (lines.length === 0) return [];
  return [
    '',
    style.bold('Receiver output'),
    ...lines.slice(-most).map((line) => `  ${style.dim(`│ ${line}`)}`),
  ];
}
