import { UsageError } from './errors.ts';
import { type EventName, eventNames, isEventName } from './events.ts';
import { suggest } from './suggest.ts';

/** Names in Logto's documentation that no Logto ever sends. */
const misnamed: Readonly<Record<string, EventName>> = {
  'Role.Scope.Updated': 'Role.Scopes.Updated',
  'OrganizationRole.Scope.Updated': 'OrganizationRole.Scopes.Updated',
};

/**
 * The events that names, comma lists and globs stand for: `PostSignIn`, `User.Created,User.Deleted`,
 * `User.*`, `Organization*.Created`, `*`. A `*` matches any characters, dots included.
 * @returns each event once, in the order of the catalogue
 * @throws UsageError for a name or glob that matches no event, and where there is none at all
 */
export function parseEventPatterns(text: string | readonly string[]): EventName[] {
  const patterns = [text]
    .flat()
    .flatMap((list) => list.split(','))
    .map((pattern) => pattern.trim())
    .filter(Boolean);
  if (patterns.length === 0) {
    throw new UsageError(
      'No event is named.',
      "Write names or globs, such as PostSignIn,'User.*'.",
    );
  }
  const chosen = new Set(patterns.flatMap(matchEvents));
  return eventNames.filter((name) => chosen.has(name));
}

/** The error for a name that is no event; it says what was probably meant. */
export function unknownEvent(name: string): UsageError {
  const what = name.includes('*') ? `No event matches '${name}'.` : `Unknown event '${name}'.`;
  return new UsageError(what, remedyFor(name));
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
