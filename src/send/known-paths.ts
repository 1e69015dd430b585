import { isEventName } from '../core/logto/events.ts';
import { payloadFields } from '../core/payload/fields.ts';
import { payloadJsonSchema } from '../core/payload/json-schema/json-schema.ts';
import type { JsonSchema } from '../core/payload/json-schema/json-schema-node.ts';
import { asNode, resolve } from '../core/payload/json-schema/json-schema-node.ts';
import type { PathSegments } from '../core/payload/path.ts';
import { suggest } from '../core/suggest.ts';

/** Whether the event's schema speaks of the path: a field it names, or anything in a free-form object. */
export function isKnownPath(event: unknown, path: PathSegments): boolean {
  if (!isEventName(event)) return false;
  const root = payloadJsonSchema(event);
  return isKnown(root, path, root);
}

function isKnown(parent: JsonSchema, path: PathSegments, root: JsonSchema): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  const { anyOf, properties, items, type } = resolve(parent, root);
  if (anyOf) return anyOf.some((branch) => isKnown(branch, path, root));
  const item = asNode(items);
  if (item) return /^\d+$/.test(String(key)) && isKnown(item, rest, root);
  if (!properties) return type === 'object' || type === undefined;
  const property = Object.hasOwn(properties, key) ? asNode(properties[key]) : undefined;
  return property !== undefined && isKnown(property, rest, root);
}

/** The path of the payload or of the event's schema that was probably meant. */
export function suggestPath(
  payload: Readonly<Record<string, unknown>>,
  event: unknown,
  text: string,
): string | undefined {
  const fields = isEventName(event) ? payloadFields(event).map(({ path }) => path) : [];
  const known = [...new Set([...Object.keys(payload), ...fields])];
  return known.find((path) => path.endsWith(`.${text}`)) ?? suggest(text, known);
}
