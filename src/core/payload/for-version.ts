import type { VersionText } from '../logto/catalog/entry.ts';
import { isEventName } from '../logto/events.ts';
import { fieldsAfterVersion } from '../logto/versions.ts';
import { hasPath, unsetPath } from './path.ts';

type Payload = Readonly<Record<string, unknown>>;

/** Routes whose `data` has the tenant's own keys. */
const freeFormRoute = /\/(?:custom-data|profile)\/?$/;

/**
 * Returns a payload as a version of Logto sends it: without the fields that are younger. The payload
 * itself is returned if it has none of them.
 */
export function payloadForVersion<P extends Payload>(payload: P, version: VersionText): P {
  const { event, matchedRoute } = payload;
  if (!isEventName(event)) return payload;
  const isFreeForm = freeFormRoute.test(String(matchedRoute));
  const present = fieldsAfterVersion(event, version)
    .map((path) => path.split('.'))
    .filter((path) => hasPath(payload, path) && !(isFreeForm && path.length > 1));
  if (present.length === 0) return payload;
  const older = structuredClone(payload);
  for (const path of present) unsetPath(older, path);
  return older;
}
