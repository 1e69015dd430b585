import { plainText } from '../../cli/output/text/plain-text.ts';
import {
  type CheckResult,
  type ContractOutcome,
  type ContractReport,
  type Group,
  groups,
  isFatal,
  tally,
} from '../result.ts';
import type { RootCause } from '../root-cause/root-cause.ts';
import type { Framework } from '../snippets/snippet.ts';
import { receiverSnippets } from '../snippets/snippets.ts';

/** A line of a failed check, in every reporter. */
export type Fact = readonly [
  name: 'Sent' | 'Response' | 'Cause' | 'Evidence' | 'Why' | 'Remedy',
  text: string,
];

/** Returns what all reporters say about a failed check, in this order, one line each. */
export function factsOf({ check, sent, answered, remedy, cause }: CheckResult): readonly Fact[] {
  const facts: readonly Fact[] = [
    ['Sent', plainText(sent).trim()],
    ['Response', plainText(answered).trim()],
  ];
  return cause
    ? [...factsOfCause(cause), ...facts]
    : [...facts, ['Why', check.why], ['Remedy', remedy]];
}

/** Returns what all reporters say about a cause. */
export function factsOfCause({ message, evidence, remedy }: RootCause): readonly Fact[] {
  return [
    ['Cause', plainText(message).trim()],
    ['Evidence', plainText(evidence).trim()],
    ['Remedy', plainText(remedy).trim()],
  ];
}

/** Returns a cause for machine-readable reports. */
export function toCauseRecord(cause: RootCause | null) {
  if (!cause) return null;
  const { id, message, evidence, remedy } = cause;
  return {
    id,
    message: plainText(message),
    evidence: plainText(evidence),
    remedy: plainText(remedy),
  };
}

/** `accepts/User.Created, accepts/User.Deleted and 10 more`: the checks that fail for a cause. */
export function casesOf(cause: RootCause, results: readonly CheckResult[], named = 3): string {
  const ids = results.filter((result) => result.cause === cause).map(({ check }) => check.id);
  const others = ids.length - named;
  return others > 0 ? `${ids.slice(0, named).join(', ')} and ${others} more` : ids.join(', ');
}

/** Code that a report shows. */
export interface ShownSnippet {
  readonly framework: Framework;
  readonly title: string;
  readonly language: string;
  readonly lines: readonly string[];
}

/**
 * Returns the code that fixes a failure, in the framework of the receiver.
 * @returns undefined if code does not fix it, or the framework is unknown
 */
export function snippetOf(
  result: CheckResult,
  { framework, refusesEverything }: ContractOutcome,
): ShownSnippet | undefined {
  if (!needsCode(result, refusesEverything) || framework === null) return undefined;
  const { title, language, code } = receiverSnippets[framework];
  return { framework, title, language, lines: code.split('\n') };
}

/** Returns whether the code that verifies a signature fixes a failure. */
export function needsCode({ check, cause }: CheckResult, refusesEverything: boolean): boolean {
  return cause ? isAboutSignature(cause) : refusesEverything || check.snippets !== undefined;
}

/** Returns whether the code that verifies a signature fixes a cause. */
function isAboutSignature({ id }: RootCause): boolean {
  return /^(signature|algorithm|key|timestamp|body(?!-limit)|url|content)-/.test(id);
}

/** Returns the failures of the run, then the warnings. */
export function failuresOf({ results, strict }: ContractReport): CheckResult[] {
  const failed = results.filter(({ status }) => status === 'failed');
  return [
    ...failed.filter((result) => isFatal(result, strict)),
    ...failed.filter((result) => !isFatal(result, strict)),
  ];
}

/** Returns the groups that have results, in their order. */
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

/** Returns what a started receiver printed if the run failed; each line is safe to print. */
export function outputOf({ output, results, strict }: ContractReport): readonly string[] {
  if (output === null || !results.some((result) => isFatal(result, strict))) return [];
  const text = output.trimEnd();
  return text === '' ? [] : text.split(/\r?\n/).map((line) => plainText(line).trimEnd());
}
