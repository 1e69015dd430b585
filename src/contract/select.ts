import { UsageError } from '../core/errors.ts';
import { suggest } from '../core/suggest.ts';
import type { Check } from './check.ts';
import { checks } from './checks.ts';
import { groups } from './result.ts';

/** Which checks to run. */
export interface Wanted {
  /** Ids, groups and globs, each or in comma lists; empty for all. */
  readonly only: readonly string[];
  /** The same, with the reason that the report gives. */
  readonly skip: Readonly<Record<string, string>>;
}

/** A check of the run, and why it is skipped; null if it runs. */
export interface Selected {
  readonly check: Check;
  readonly skipReason: string | null;
}

/**
 * Selects from `candidates`: those that `only` names, with a reason for those that `skip` names.
 * @throws UsageError for an unknown name, and if no check is left
 */
export function selectChecks(candidates: readonly Check[], { only, skip }: Wanted): Selected[] {
  const isWanted = only.length === 0 ? () => true : checkMatcher(only);
  const skips = Object.entries(skip).map(([name, reason]) => ({
    matches: checkMatcher([name]),
    reason,
  }));
  const selected = candidates
    .filter(({ id }) => isWanted(id))
    .map((check) => ({
      check,
      skipReason: skips.find(({ matches }) => matches(check.id))?.reason ?? null,
    }));
  if (selected.some(({ skipReason }) => skipReason === null)) return selected;
  throw new UsageError('No checks selected.', 'Change --only, or skip fewer.');
}

/**
 * Returns a test for the IDs that names, groups, comma lists and globs match.
 * @throws UsageError for a pattern that matches no check
 */
function checkMatcher(patterns: readonly string[]): (id: string) => boolean {
  const names = patterns.flatMap((list) => list.split(',')).map((name) => name.trim());
  const matchers = names.filter(Boolean).map(matcherOf);
  return (id) => matchers.some((matches) => matches(id));
}

function matcherOf(name: string): (id: string) => boolean {
  const plain = name.replace(/\/$/, '');
  const isGroup = groups.some((group) => group === plain);
  const pattern = isGroup ? `${plain}/*` : name;
  const source = pattern.split(/\*+/).map((literal) => literal.replace(/[^\w]/g, '\\$&'));
  const expression = new RegExp(`^${source.join('.*')}$`);
  if (!checks.some(({ id }) => expression.test(id))) throw unknownCheck(name);
  return (id) => expression.test(id);
}

function unknownCheck(name: string): UsageError {
  const ids = checks.map(({ id }) => id);
  const guess = suggest(name, [...groups, ...ids]) ?? ids.find((id) => id.endsWith(`/${name}`));
  return new UsageError(
    name.includes('*') ? `No check matches '${name}'.` : `Unknown check '${name}'.`,
    guess ? `Did you mean ${guess}?` : "Run 'logto-hooks test --list' for a list.",
  );
}
