import type { VersionText } from '../logto/catalog/entry.ts';
import type { EventName } from '../logto/events.ts';
import { fieldSince } from '../logto/versions.ts';
import { payloadJsonSchema } from './json-schema/json-schema.ts';
import type { JsonSchema } from './json-schema/json-schema-node.ts';
import { asNode, describeType, resolve } from './json-schema/json-schema-node.ts';

/** One field of an event's payload. */
export interface PayloadField {
  /** Such as `data.primaryEmail` or `data[].id`. */
  readonly path: string;
  /** Such as `string or null` or `ISO 8601 date`. */
  readonly type: string;
  /** Whether the field may be absent from the object that has it. */
  readonly optional: boolean;
  readonly description: string | undefined;
  /** The first Logto version with the field, if it is newer than the event. */
  readonly since?: VersionText | undefined;
}

/**
 * Returns every field that a payload of the event may have, parents before their children.
 * @param version the newest unless given
 */
export function payloadFields(event: EventName, version?: VersionText): PayloadField[] {
  const root = payloadJsonSchema(event, version);
  return [...fieldsOf(root, root, '')].map((field) => {
    const since = fieldSince(event, field.path);
    return since === undefined ? field : { ...field, since };
  });
}

function* fieldsOf(
  parent: JsonSchema,
  root: JsonSchema,
  prefix: string,
  isBranch = false,
): Generator<PayloadField> {
  const { properties = {}, required = [], anyOf = [], items } = resolve(parent, root);
  for (const [name, property] of Object.entries(properties)) {
    const node = asNode(property);
    if (!node) continue;
    const field = {
      path: prefix === '' ? name : `${prefix}.${name}`,
      type: describeType(node, root),
      optional: isBranch || !required.includes(name),
      description: node.description ?? resolve(node, root).description,
    };
    yield field;
    yield* fieldsOf(node, root, field.path);
  }
  for (const branch of anyOf) yield* fieldsOf(branch, root, prefix, true);
  const item = asNode(items);
  if (item) yield* fieldsOf(item, root, `${prefix}[]`);
}
