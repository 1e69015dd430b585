import { isEventName } from '../core/logto/events.ts';
import { payloadFields } from '../core/payload/fields.ts';
import { payloadJsonSchema } from '../core/payload/json-schema/json-schema.ts';
import type { JsonSchema } from '../core/payload/json-schema/json-schema-node.ts';
import { asNode, resolve } from '../core/payload/json-schema/json-schema-node.ts';
import type { PathSegments } from '../core/payload/path.ts';
import { suggest } from '../core/suggest.ts';

/** Returns whether the event's schema has the path: a named field, or anything in a free-form object. */
export function isKnownPath(event: unknown, path: PathSegments): boolean {
  return nodesAt(event, path).length > 0;
}

/**
 * Returns the JSON types that the event's schema allows at a path; undefined if it allows any, or does not
 * have the path.
 */
export function typesAt(event: unknown, path: PathSegments): ReadonlySet<string> | undefined {
  const nodes = nodesAt(event, path);
  const types = nodes.flatMap(({ type }) => type ?? []);
  const isOpen = nodes.length === 0 || nodes.some(({ type }) => type === undefined);
  return isOpen ? undefined : new Set(types.map((type) => (type === 'integer' ? 'number' : type)));
}

/** Returns the schemas of a path, one per branch of a union. */
function nodesAt(event: unknown, path: PathSegments): JsonSchema[] {
  if (!isEventName(event)) return [];
  const root = payloadJsonSchema(event);
  return descend(root, path, root);
}

function descend(parent: JsonSchema, path: PathSegments, root: JsonSchema): JsonSchema[] {
  const node = resolve(parent, root);
  if (node.anyOf) return node.anyOf.flatMap((branch) => descend(branch, path, root));
  const [key, ...rest] = path;
  if (key === undefined) return [node];
  const item = asNode(node.items);
  if (item) return /^\d+$/.test(String(key)) ? descend(item, rest, root) : [];
  if (!node.properties) {
    const isFreeForm = node.type === undefined || [node.type].flat().includes('object');
    return isFreeForm ? descend(asNode(node.additionalProperties) ?? {}, rest, root) : [];
  }
  const property = Object.hasOwn(node.properties, key) ? asNode(node.properties[key]) : undefined;
  return property ? descend(property, rest, root) : [];
}

/** The objects that events are about. */
const subjects = ['user', 'data'];

/**
 * Returns the path that was probably meant, if there is one: `data.name` for `name`, `user.name` or
 * `data.nmae`.
 * @param keys the keys of the payload itself
 */
export function suggestPath(
  keys: readonly string[],
  event: unknown,
  path: PathSegments,
): string | undefined {
  const fields = isEventName(event) ? payloadFields(event).map((field) => field.path) : [];
  const known = [...new Set([...keys, ...fields])];
  const text = path.join('.');
  const rest = path.slice(1);
  const subject = subjects.find((key) => rest.length > 0 && isKnownPath(event, [key, ...rest]));
  return (
    subjects.map((key) => `${key}.${text}`).find((field) => known.includes(field)) ??
    known.find((field) => field.endsWith(`.${text}`)) ??
    (subject === undefined ? undefined : [subject, ...rest].join('.')) ??
    suggestSibling(path, known) ??
    (path.length === 1 ? suggestName(text, known) : undefined)
  );
}

/** Returns the field of the same object with the nearest name: `data.name` for `data.nmae`. */
function suggestSibling(path: PathSegments, known: readonly string[]): string | undefined {
  const parent = path
    .slice(0, -1)
    .map((step) => `${step}.`)
    .join('');
  const names = known
    .filter((field) => field.startsWith(parent))
    .map((field) => field.slice(parent.length))
    .filter((name) => !/[.[]/.test(name));
  const name = suggest(String(path.at(-1)), names);
  return name && `${parent}${name}`;
}

/** Returns the field with the nearest name, at any depth: `data.primaryEmail` for `primaryEmial`. */
function suggestName(text: string, known: readonly string[]): string | undefined {
  const nameOf = (field: string) => field.slice(field.lastIndexOf('.') + 1);
  const name = suggest(text, known.map(nameOf));
  return known.find((field) => nameOf(field) === name);
}
