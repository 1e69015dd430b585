import type { EventName } from '../logto/events.ts';
import { type JsonSchema, payloadJsonSchema } from './json-schema.ts';
import { asNode, describeType, resolve } from './json-schema-node.ts';

/** One field of an event's payload. */
export interface PayloadField {
  /** The way to it, such as `data.primaryEmail` or `data[].id`. */
  readonly path: string;
  /** Such as `string or null` or `ISO 8601 date`. */
  readonly type: string;
  /** Whether what holds it may come without it. */
  readonly optional: boolean;
  readonly description: string | undefined;
}

/** Every field a payload of the event may have, parents before what they hold. */
export function payloadFields(event: EventName): PayloadField[] {
  const root = payloadJsonSchema(event);
  return [...fieldsOf(root, root, '')];
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
