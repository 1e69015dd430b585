import { isConsoleTest } from '../../src/core/payload/console-test.ts';

/** Keys whose values are not personal. */
const impersonal = new Set([
  ...['event', 'interactionEvent', 'createdAt', 'method', 'matchedRoute', 'action', 'type'],
  ...['rule', 'matchedSignals', 'lastSignInAt', 'primaryColor', 'darkPrimaryColor', 'customCss'],
]);

/** IDs that every Logto has. */
const shared = new Set(['default', 'demo-app', 'admin-console']);

/**
 * Returns the personal values of a payload without using the redactor's rules: every string except those
 * listed here, and the segments of the path that are not part of the route.
 */
export function personalValues(payload: Record<string, unknown>): string[] {
  const { event, path, matchedRoute, ...rest } = payload;
  const found = new Set<string>();
  const route = String(matchedRoute ?? '').split('/');
  for (const segment of String(path ?? '').split('/')) {
    if (!route.includes(segment)) found.add(segment);
  }
  const isPublicName = (way: readonly string[]) =>
    ['name', 'description'].includes(way.at(-1) ?? '') &&
    (way.at(0) === 'application' ||
      (way.at(0) === 'data' && /^(Organization)?(Role|Scope)\./.test(String(event))));
  const walk = (value: unknown, way: readonly string[]): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        walk(inner, Array.isArray(value) ? way : [...way, key]);
      }
      return;
    }
    if (typeof value !== 'string' || impersonal.has(way.at(-1) ?? '') || isPublicName(way)) return;
    // A wildcard's parameter is a piece of the path.
    if (way.join('.') !== 'params.0') found.add(value);
  };
  walk(rest, []);
  const madeUp = isConsoleTest(payload) ? /^\/?fake-|^:id$|^success$/ : /^$/;
  return [...found].filter((value) => value !== '' && !shared.has(value) && !madeUp.test(value));
}

/**
 * Replaces the addresses that are reserved for documentation (RFC 5737) by private ones: pseudonyms of other
 * addresses are documentation addresses too, so that one of them could be the same by chance.
 */
export function withPrivateAddresses(body: string): string {
  return body.replace(/\b(?:192\.0\.2|198\.51\.100|203\.0\.113)\.(\d+)\b/g, '10.20.30.$1');
}

/** Returns all strings of a payload, including keys, in order. */
export function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(Array.isArray(value) ? [] : [key]),
    ...stringsOf(inner),
  ]);
}
