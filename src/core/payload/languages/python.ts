import type { VersionText } from '../../logto/catalog/entry.ts';
import { catalog } from '../../logto/catalog.ts';
import { eventNames } from '../../logto/events.ts';
import { isAtLeast } from '../../logto/versions.ts';
import { payloadJsonSchema, payloadName } from '../json-schema/json-schema.ts';
import { asNode, definitionName, type JsonSchema } from '../json-schema/json-schema-node.ts';
import { describe } from './describe.ts';

const head = `"""The payloads of Logto's webhooks, as json.loads returns them.

Logto may add fields; ignore what you do not know. A type checker narrows a LogtoPayload by its event:

    payload: LogtoPayload = json.loads(raw_body)
    if payload["event"] == "User.Created":
        print(payload["data"]["id"])
"""

import sys
from typing import Any, Dict, List, Literal, Optional, TypedDict, Union

if sys.version_info >= (3, 11):
    from typing import NotRequired
else:
    from typing_extensions import NotRequired
`;

/** Returns a Python module with a TypedDict per payload and entity, and the union LogtoPayload. */
export function pythonTypes(version: VersionText): string {
  const events = eventNames.filter((event) => isAtLeast(version, catalog[event].since));
  const classes = new Map<string, string>();
  for (const event of events) {
    const schema = payloadJsonSchema(event, version);
    for (const [name, entity] of Object.entries(schema.$defs ?? {})) {
      if (asNode(entity)) addClass(name, entity, schema, classes);
    }
    addClass(payloadName(event), schema, schema, classes);
  }
  const union = `LogtoPayload = Union[\n${events.map((event) => `    ${payloadName(event)},\n`).join('')}]`;
  return `${[head, ...classes.values(), union].join('\n\n')}\n`;
}

/** Adds a class after the classes that its fields need. */
function addClass(
  name: string,
  schema: JsonSchema,
  root: JsonSchema,
  classes: Map<string, string>,
): void {
  if (classes.has(name)) return;
  const { properties = {}, required = [], description } = schema;
  const fields = Object.entries(properties).map(([key, property]) => {
    const type = valueType(
      property,
      `${name}${key[0]?.toUpperCase()}${key.slice(1)}`,
      root,
      classes,
    );
    const text = describe(property, root);
    const hint = text === undefined ? '' : `    # ${text}\n`;
    return `${hint}    ${key}: ${required.includes(key) ? type : `NotRequired[${type}]`}`;
  });
  const docstring = description === undefined ? '' : `    """${description}"""\n\n`;
  classes.set(name, `class ${name}(TypedDict):\n${docstring}${fields.join('\n')}\n`);
}

function valueType(
  schema: JsonSchema['items'] | boolean,
  name: string,
  root: JsonSchema,
  classes: Map<string, string>,
): string {
  const node = asNode(schema);
  if (!node) return 'Any';
  const entity = definitionName(node);
  if (entity !== undefined) return entity;
  if (node.const !== undefined) return `Literal["${node.const}"]`;
  if (node.anyOf) return union(node.anyOf.map((branch) => valueType(branch, name, root, classes)));
  if (node.type === undefined) return 'Any';
  return union([node.type].flat().map((type) => singleType(node, type, name, root, classes)));
}

function singleType(
  node: JsonSchema,
  type: string,
  name: string,
  root: JsonSchema,
  classes: Map<string, string>,
): string {
  switch (type) {
    case 'object':
      if (!node.properties)
        return `Dict[str, ${valueType(node.additionalProperties, name, root, classes)}]`;
      addClass(name, node, root, classes);
      return name;
    case 'array':
      return `List[${valueType(node.items, name, root, classes)}]`;
    case 'boolean':
      return 'bool';
    case 'integer':
      return 'int';
    case 'number':
      return 'float';
    case 'null':
      return 'None';
    default:
      return 'str';
  }
}

function union(types: readonly string[]): string {
  const distinct = [...new Set(types)];
  const values = distinct.filter((type) => type !== 'None');
  const joined = values.length > 1 ? `Union[${values.join(', ')}]` : (values[0] ?? 'None');
  return values.length < distinct.length && values.length > 0 ? `Optional[${joined}]` : joined;
}
