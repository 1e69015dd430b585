import { plainText } from '../cli/output/text/plain-text.ts';
import { wrap } from '../cli/output/text/wrap.ts';
import type { Style } from '../cli/terminal/index.ts';
import type { Finding } from './finding.ts';

/** Width of the subjects, in characters. */
const subjectWidth = 15;

/** The indent of a finding's message. */
const margin = ' '.repeat(subjectWidth + 3);

/**
 * Returns `✓ Node.js         20.20.0`, and the remedy below it.
 * @param columns width to wrap lines at; undefined outside a terminal
 */
export function renderFinding(
  { subject, status, message, remedy }: Finding,
  columns: number | undefined,
  style: Style,
): string[] {
  const room = columns === undefined ? undefined : Math.max(20, columns - margin.length);
  const layOut = (text: string) =>
    room === undefined ? [plainText(text)] : wrap(plainText(text), room);
  const [mark, paint] = marks(style)[status];
  const name = plainText(subject, 40);
  // A long name gets its own line.
  const isLong = name.length > subjectWidth;
  const head = `${paint(mark)} ${style.bold(name.padEnd(subjectWidth))} `;
  const [first = '', ...rest] = layOut(message);
  const text = [...(isLong ? [first] : []), ...rest].map((line) => margin + line);
  const advice = layOut(remedy && `→ ${remedy}`).filter(Boolean);
  return [
    isLong ? head.trimEnd() : head + (status === 'skipped' ? style.dim(first) : first),
    ...text,
    ...advice.map((line, at) => margin + style.cyan(at === 0 ? line : `  ${line}`)),
  ];
}

function marks(style: Style) {
  return {
    passed: ['✓', style.green],
    warned: ['!', style.yellow],
    failed: ['✗', style.red],
    skipped: ['·', style.dim],
  } as const satisfies Record<Finding['status'], readonly [string, (text: string) => string]>;
}

/** How many findings of each status there are. */
export type Tally = Readonly<Record<Finding['status'], number>>;

export function tally(findings: readonly Finding[]): Tally {
  const count = (status: Finding['status']) =>
    findings.filter((finding) => finding.status === status).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    warned: count('warned'),
    skipped: count('skipped'),
  };
}

/** Returns the last line of the report. */
export function renderDiagnosis({ failed, warned }: Tally, style: Style): string {
  const warnings = warned === 1 ? '1 warning' : `${warned} warnings`;
  if (failed > 0) {
    const failures = failed === 1 ? '1 check failed' : `${failed} checks failed`;
    return `${style.red(failures)}${warned > 0 ? `, ${style.yellow(warnings)}` : ''}.`;
  }
  return warned > 0 ? `${style.yellow(warnings)}.` : style.green('All checks passed.');
}

/** Returns the `--json` line of a finding. */
export function toFindingRecord({ id, subject, status, message, remedy }: Finding) {
  return { type: 'check', id, subject, status, message, remedy };
}
