import { UsageError } from '../errors.ts';
import { suggest } from '../suggest.ts';
import type { VersionText } from './catalog/entry.ts';
import { catalog } from './catalog.ts';
import { type EventName, eventNames, isEventName } from './events.ts';
import { isAtLeast, newestVersion, requireEventIn } from './versions.ts';

/** Names from Logto's documentation that Logto never sends. */
const misnamed: Readonly<Record<string, EventName>> = {
  'Role.Scope.Updated': 'Role.Scopes.Updated',
  'OrganizationRole.Scope.Updated': 'OrganizationRole.Scopes.Updated',
};

/**
 * Returns the events that names, comma lists and globs match: `PostSignIn`, `User.Created,User.Deleted`,
 * `User.*`, `Organization*.Created`, `*`. A `*` matches any characters, dots included.
 * @returns each event once, in the order of the catalog
 * @throws UsageError for a name or glob that matches no event, and if there is none at all
 */
export function parseEventPatterns(text: string | readonly string[]): EventName[] {
  const patterns = splitPatterns(text);
  if (patterns.length === 0) {
    throw new UsageError('No event given.', "Use names or globs, such as PostSignIn,'User.*'.");
  }
  const chosen = new Set(patterns.flatMap(matchEvents));
  return eventNames.filter((name) => chosen.has(name));
}

/** The events that patterns select in a version of Logto. */
export interface SelectedEvents {
  readonly events: EventName[];
  /** Events behind the dev-features flag that a glob matches but does not select. */
  readonly devFeatures: EventName[];
}

/**
 * Returns the events of a Logto version that patterns select. A glob selects an event behind the
 * dev-features flag only if it matches no other event: `TrustedDevice.*` does, `*` does not.
 * @param version the newest unless given
 * @throws UsageError as `parseEventPatterns` does, and for patterns that match only younger events
 */
export function selectEvents(
  text: string | readonly string[],
  version: VersionText = newestVersion,
): SelectedEvents {
  const matched = parseEventPatterns(text);
  const selected = new Set(splitPatterns(text).flatMap((one) => matchInVersion(one, version)));
  const isLeftOut = (name: EventName) => catalog[name].devFeature && !selected.has(name);
  return {
    events: matched.filter((name) => selected.has(name)),
    devFeatures: matched.filter(
      (name) => isLeftOut(name) && isAtLeast(version, catalog[name].since),
    ),
  };
}

function matchInVersion(pattern: string, version: VersionText): readonly EventName[] {
  const matches = matchEvents(pattern);
  const known = matches.filter((name) => isAtLeast(version, catalog[name].since));
  const [first] = matches;
  if (known.length === 0 && first !== undefined) {
    if (matches.length === 1) requireEventIn(version, first);
    throw new UsageError(
      `Logto ${version} has no event that matches '${pattern}'.`,
      `Use --logto ${catalog[first].since} or later.`,
    );
  }
  const stock = known.filter((name) => !catalog[name].devFeature);
  return stock.length > 0 ? stock : known;
}

/**
 * Returns a test for event names: the events that the patterns match, and events that this version does
 * not know but a glob matches.
 * @throws UsageError as `parseEventPatterns` does
 */
export function eventMatcher(text: string | readonly string[]): (name: string | null) => boolean {
  const known = new Set<string>(parseEventPatterns(text));
  const globs = splitPatterns(text).map((pattern) => globExpression(pattern));
  return (name) => name !== null && (known.has(name) || globs.some((glob) => glob.test(name)));
}

/** Returns the error for an unknown event, with a suggestion. */
export function unknownEvent(name: string): UsageError {
  const what = name.includes('*') ? `No event matches '${name}'.` : `Unknown event '${name}'.`;
  return new UsageError(what, remedyFor(name));
}

function splitPatterns(text: string | readonly string[]): string[] {
  return [text]
    .flat()
    .flatMap((list) => list.split(','))
    .map((pattern) => pattern.trim())
    .filter(Boolean);
}

function matchEvents(pattern: string): EventName[] {
  if (isEventName(pattern)) return [pattern];
  const glob = globExpression(pattern);
  const matches = eventNames.filter((name) => glob.test(name));
  if (matches.length === 0) throw unknownEvent(pattern);
  return matches;
}

/** Returns a glob as an expression that captures its literal parts, which `inProperCase` joins. */
function globExpression(pattern: string, flags = ''): RegExp {
  const literals = pattern.split(/\*+/).map((literal) => literal.replace(/[^\w]/g, '\\$&'));
  return new RegExp(`^${literals.map((literal) => `(${literal})`).join('.*')}$`, flags);
}

function remedyFor(pattern: string): string {
  const correct = Object.hasOwn(misnamed, pattern) ? misnamed[pattern] : undefined;
  if (correct) return `Logto's documentation misnames it: use ${correct}.`;
  const guess = inProperCase(pattern) ?? suggest(pattern, candidatesFor(pattern));
  return guess ? `Did you mean ${guess}?` : "Run 'logto-hooks events' for a list.";
}

/** Returns `User.*` for `user.*`, if only the case is wrong. */
function inProperCase(pattern: string): string | undefined {
  const glob = globExpression(pattern, 'i');
  const match = eventNames.map((name) => glob.exec(name)).find(Boolean);
  return match?.slice(1).join('*');
}

function candidatesFor(pattern: string): readonly string[] {
  if (!pattern.includes('*')) return eventNames;
  return [...new Set(eventNames.map((name) => name.replace(/\..*$/, '.*')))];
}
