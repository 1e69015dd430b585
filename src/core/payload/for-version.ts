import type { VersionText } from '../logto/catalog/entry.ts';
import { isEventName } from '../logto/events.ts';
import { fieldsAfterVersion } from '../logto/versions.ts';
import { hasPath, type PathSegments, unsetPath } from './path.ts';

type Payload = Readonly<Record<string, unknown>>;

/** Routes whose `data` has the tenant's own keys. */
const freeFormRoute = /\/(?:custom-data|profile)\/?$/;

/**
 * Returns a payload as a version of Logto sends it: without the fields that are newer. The payload
 * itself is returned if it has none of them.
 */
export function payloadForVersion<P extends Payload>(payload: P, version: VersionText): P {
  const paths = pathsAfterVersion(payload, version);
  if (paths.length === 0) return payload;
  const older = structuredClone(payload);
  for (const path of paths) unsetPath(older, path);
  return older;
}

/** Returns the paths of a payload's fields that a version of Logto does not send yet. */
export function pathsAfterVersion(payload: Payload, version: VersionText): PathSegments[] {
  const { event, matchedRoute } = payload;
  if (!isEventName(event)) return [];
  const isFreeForm = freeFormRoute.test(String(matchedRoute));
  return fieldsAfterVersion(event, version)
    .map((path) => path.split('.'))
    .filter((path) => hasPath(payload, path) && !(isFreeForm && path.length > 1));
}
