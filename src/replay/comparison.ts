import { formatLatency, roundLatency } from '../cli/output/text/numbers.ts';
import { plainText } from '../cli/output/text/plain-text.ts';
import type { Style } from '../cli/terminal/index.ts';
import type { DiffLine } from '../core/json/line-diff.ts';
import type { Comparison } from './compare.ts';
import type { Selected } from './select.ts';

/** Lines shown around each difference. */
const context = 2;
const mostColumns = 200;

/** Returns `= 6bsn1p51 PostSignIn  200 | 200 · 4.2 ms | 5.1 ms`, and the lines of the bodies that differ. */
export function renderComparison(
  { id, event }: Selected,
  comparison: Comparison,
  style: Style,
): string[] {
  const { outcomes, latencyMs, sameStatus, sameBody, lines } = comparison;
  const same = sameStatus && sameBody;
  const facts = [
    sameStatus ? outcomes.join(' | ') : style.red(outcomes.join(' | ')),
    sameBody ? [] : style.red('bodies differ'),
    style.dim(latencyMs.map(formatLatency).join(' | ')),
  ].flat();
  const mark = same ? style.green('=') : style.red('≠');
  const name = style.bold(event === null ? '(no event)' : plainText(event, 60));
  return [
    `${mark} ${style.dim(id)} ${name}  ${facts.join(style.dim(' · '))}`,
    ...renderDiff(lines, style),
  ];
}

function renderDiff(lines: readonly DiffLine[], style: Style): string[] {
  const isShown = (index: number) =>
    lines
      .slice(Math.max(0, index - context), index + context + 1)
      .some(({ side }) => side !== 'both');
  return lines.flatMap(({ side, text }, index) => {
    const line = plainText(text, mostColumns);
    if (side === 'first') return style.red(`  - ${line}`);
    if (side === 'second') return style.green(`  + ${line}`);
    return isShown(index) ? style.dim(`    ${line}`) : [];
  });
}

/** Returns the `--json` line of a comparison. */
export function toComparisonRecord(
  id: string,
  { outcomes, latencyMs, sameStatus, sameBody, lines }: Comparison,
) {
  return {
    type: 'comparison',
    delivery: id,
    same: sameStatus && sameBody,
    sameStatus,
    sameBody,
    outcomes,
    latencyMs: latencyMs.map(roundLatency),
    diff: lines
      .filter(({ side }) => side !== 'both')
      .map(({ side, text }) => `${side === 'first' ? '-' : '+'} ${text}`),
  };
}
