import { plainText } from '../../cli/output/plain-text.ts';
import {
  type CheckDescription,
  type CheckResult,
  type ContractReport,
  type Framework,
  type Group,
  groups,
  isFatal,
  tally,
} from '../result.ts';

/** What all reporters say of a failed check, in this order. The texts are one line each. */
export function factsOf({
  check,
  sent,
  answered,
}: CheckResult): readonly (readonly [
  name: 'Sent' | 'Answered' | 'Why' | 'Remedy',
  text: string,
])[] {
  return [
    ['Sent', plainText(sent).trim()],
    ['Answered', plainText(answered).trim()],
    ['Why', check.why],
    ['Remedy', check.remedy],
  ];
}

/**
 * The snippets that fit: the one for the receiver's framework, or all where that is not known (or has none).
 * @param framework what the receiver is written with, as far as known
 */
export function snippetsOf(
  { snippets = {} }: CheckDescription,
  framework: Framework | undefined,
): readonly { readonly framework: Framework; readonly lines: readonly string[] }[] {
  const all = (['express', 'fastify', 'hono', 'next'] as const).flatMap((name) => {
    const text = snippets[name];
    return text === undefined ? [] : { framework: name, lines: text.trimEnd().split('\n') };
  });
  const fitting = all.filter((snippet) => snippet.framework === framework);
  return fitting.length > 0 ? fitting : all;
}

/** What failed the run, then what only warns. */
export function failuresOf({ results, strict }: ContractReport): CheckResult[] {
  const failed = results.filter(({ status }) => status === 'failed');
  return [
    ...failed.filter((result) => isFatal(result, strict)),
    ...failed.filter((result) => !isFatal(result, strict)),
  ];
}

/** The groups that have results, in their order. */
export function byGroup(
  results: readonly CheckResult[],
): readonly { readonly group: Group; readonly results: readonly CheckResult[] }[] {
  return groups
    .map((group) => ({ group, results: results.filter(({ check }) => check.group === group) }))
    .filter((entry) => entry.results.length > 0);
}

/** `58 passed, 2 failed, 1 warning, 3 skipped`. */
export function countResults(results: readonly CheckResult[]): string {
  const { passed, failed, warned, skipped } = tally(results);
  const warnings = `${warned} ${warned === 1 ? 'warning' : 'warnings'}`;
  return `${passed} passed, ${failed} failed, ${warnings}, ${skipped} skipped`;
}

/** What a started receiver printed, told only where the run failed; each line safe to print. */
export function outputOf({ output, results, strict }: ContractReport): readonly string[] {
  if (output === null || !results.some((result) => isFatal(result, strict))) return [];
  const text = output.trimEnd();
  return text === '' ? [] : text.split(/\r?\n/).map((line) => plainText(line).trimEnd());
}
