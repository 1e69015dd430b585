import { UsageError } from '../errors.ts';
import { suggest } from '../suggest.ts';
import { type EventName, eventNames, isEventName } from './events.ts';

/** Names in Logto's documentation that no Logto ever sends. */
const misnamed: Readonly<Record<string, EventName>> = {
  'Role.Scope.Updated': 'Role.Scopes.Updated',
  'OrganizationRole.Scope.Updated': 'OrganizationRole.Scopes.Updated',
};

/**
 * The events that names, comma lists and globs stand for: `PostSignIn`, `User.Created,User.Deleted`,
 * `User.*`, `Organization*.Created`, `*`. A `*` matches any characters, dots included.
 * @returns each event once, in the order of the catalog
 * @throws UsageError for a name or glob that matches no event, and where there is none at all
 */
export function parseEventPatterns(text: string | readonly string[]): EventName[] {
  const patterns = splitPatterns(text);
  if (patterns.length === 0) {
    throw new UsageError(
      'No event is named.',
      "Write names or globs, such as PostSignIn,'User.*'.",
    );
  }
  const chosen = new Set(patterns.flatMap(matchEvents));
  return eventNames.filter((name) => chosen.has(name));
}

/**
 * A test for what events are called: those the patterns stand for, and those that a glob among them
 * would stand for if this version knew them.
 * @throws UsageError as `parseEventPatterns` does
 */
export function eventMatcher(text: string | readonly string[]): (name: string | null) => boolean {
  const known = new Set<string>(parseEventPatterns(text));
  const globs = splitPatterns(text).map((pattern) => globExpression(pattern));
  return (name) => name !== null && (known.has(name) || globs.some((glob) => glob.test(name)));
}

/** The error for a name that is no event; it says what was probably meant. */
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

/** Captures what the letters of the glob match, which is what `inProperCase` puts together. */
function globExpression(pattern: string, flags = ''): RegExp {
  const literals = pattern.split(/\*+/).map((literal) => literal.replace(/[^\w]/g, '\\$&'));
  return new RegExp(`^${literals.map((literal) => `(${literal})`).join('.*')}$`, flags);
}

function remedyFor(pattern: string): string {
  const correct = Object.hasOwn(misnamed, pattern) ? misnamed[pattern] : undefined;
  if (correct) return `Logto's documentation misnames it: it is ${correct}.`;
  const guess = inProperCase(pattern) ?? suggest(pattern, candidatesFor(pattern));
  return guess ? `Did you mean ${guess}?` : "'logto-hooks events' lists them.";
}

/** `user.*` as `User.*`, where case is all that is wrong. */
function inProperCase(pattern: string): string | undefined {
  const glob = globExpression(pattern, 'i');
  const match = eventNames.map((name) => glob.exec(name)).find(Boolean);
  return match?.slice(1).join('*');
}

function candidatesFor(pattern: string): readonly string[] {
  if (!pattern.includes('*')) return eventNames;
  return [...new Set(eventNames.map((name) => name.replace(/\..*$/, '.*')))];
}
