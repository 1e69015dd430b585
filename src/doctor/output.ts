import { plainText } from '../cli/output/text/plain-text.ts';
import { wrap } from '../cli/output/text/wrap.ts';
import type { Style } from '../cli/terminal/index.ts';
import type { Finding } from './finding.ts';

/** Characters that hold what was looked at. */
const subjectWidth = 15;

/** Where the text of a finding begins. */
const margin = ' '.repeat(subjectWidth + 3);

/**
 * `✓ Node.js         20.20.0`, and below it what to do.
 * @param columns where lines are broken; undefined where nobody looks
 */
export function renderFinding(
  { subject, status, says, remedy }: Finding,
  columns: number | undefined,
  style: Style,
): string[] {
  const room = columns === undefined ? undefined : Math.max(20, columns - margin.length);
  const layOut = (text: string) =>
    room === undefined ? [plainText(text)] : wrap(plainText(text), room);
  const [mark, paint] = marks(style)[status];
  const name = plainText(subject, 40);
  // A long name has a line of its own.
  const isLong = name.length > subjectWidth;
  const head = `${paint(mark)} ${style.bold(name.padEnd(subjectWidth))} `;
  const [first = '', ...rest] = layOut(says);
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

/** How many of each there are. */
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

/** The last line: is all well? */
export function renderDiagnosis({ failed, warned }: Tally, style: Style): string {
  const better = warned === 1 ? '1 thing could be better' : `${warned} things could be better`;
  if (failed > 0) {
    const wrong = failed === 1 ? '1 thing is wrong' : `${failed} things are wrong`;
    return `${style.red(wrong)}${warned > 0 ? `, ${style.yellow(better)}` : ''}.`;
  }
  return warned > 0 ? `${style.yellow(better)}.` : style.green('All is well.');
}

/** The `--json` line of a finding. */
export function toFindingRecord({ id, subject, status, says, remedy }: Finding) {
  return { type: 'check', id, subject, status, says, remedy };
}
