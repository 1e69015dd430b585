import type { VersionText } from '../../logto/catalog/entry.ts';
import { catalog } from '../../logto/catalog.ts';
import { type EventName, eventNames } from '../../logto/events.ts';
import { isAtLeast } from '../../logto/versions.ts';
import { payloadJsonSchema, payloadName } from '../json-schema/json-schema.ts';
import { asNode, definitionName, type JsonSchema } from '../json-schema/json-schema-node.ts';
import { describe } from './describe.ts';

const head = `// Package logto has the payloads of Logto's webhooks.
// Logto may add fields and events; ignore what you do not know.
package logto

import (
	"encoding/json"
	"fmt"
)
`;

/**
 * Returns a Go file with a struct per payload and entity, and `ParsePayload`, which picks the struct by
 * the event. Optional and nullable fields are pointers; a value of several types is a json.RawMessage.
 */
export function goTypes(version: VersionText): string {
  const events = eventNames.filter((event) => isAtLeast(version, catalog[event].since));
  const structs = new Map<string, string>();
  for (const event of events) {
    const schema = payloadJsonSchema(event, version);
    for (const [name, entity] of Object.entries(schema.$defs ?? {})) {
      if (asNode(entity)) addStruct(name, entity, schema, structs);
    }
    addStruct(payloadName(event), schema, schema, structs);
  }
  return `${[head, parser(events), ...structs.values()].join('\n')}`;
}

function parser(events: readonly EventName[]): string {
  const cases = events.map(
    (event) => `	case "${event}":\n		payload = &${payloadName(event)}{}\n`,
  );
  return `// ParsePayload reads a verified body into the struct of its event, such as *UserCreatedPayload.
func ParsePayload(body []byte) (any, error) {
	var head struct {
		Event string \`json:"event"\`
	}
	if err := json.Unmarshal(body, &head); err != nil {
		return nil, err
	}
	var payload any
	switch head.Event {
${cases.join('')}	default:
		return nil, fmt.Errorf("unknown event %q", head.Event)
	}
	if err := json.Unmarshal(body, payload); err != nil {
		return nil, err
	}
	return payload, nil
}
`;
}

function addStruct(
  name: string,
  schema: JsonSchema,
  root: JsonSchema,
  structs: Map<string, string>,
): void {
  if (structs.has(name)) return;
  const { properties = {}, required = [], description } = schema;
  const fields = Object.entries(properties).map(([key, property]) => {
    const isRequired = required.includes(key);
    const type = valueType(property, `${name}${fieldName(key)}`, root, structs);
    const canBeNil = type.startsWith('*') || type.startsWith('[]') || type.startsWith('map[');
    const goType =
      isRequired || canBeNil || type === 'json.RawMessage' || type === 'any' ? type : `*${type}`;
    const text = describe(property, root);
    const hint = text === undefined ? '' : `	// ${text}\n`;
    const tag = isRequired ? key : `${key},omitempty`;
    return `${hint}	${fieldName(key)} ${goType} \`json:"${tag}"\`\n`;
  });
  const comment = description === undefined ? '' : `// ${name}: ${description}\n`;
  structs.set(name, `${comment}type ${name} struct {\n${fields.join('')}}\n`);
}

/** Returns an exported name in Go's spelling: `UserID` for `userId`. */
function fieldName(key: string): string {
  const upper = `${key[0]?.toUpperCase()}${key.slice(1)}`;
  return upper
    .replace(/Ids(?=[A-Z]|$)/g, 'IDs')
    .replace(/Id(?=[A-Z]|$)/g, 'ID')
    .replace(/Ip$/, 'IP');
}

function valueType(
  schema: JsonSchema['items'] | boolean,
  name: string,
  root: JsonSchema,
  structs: Map<string, string>,
): string {
  const node = asNode(schema);
  if (!node) return 'any';
  const entity = definitionName(node);
  if (entity !== undefined) return entity;
  const types = node.anyOf
    ? node.anyOf.map((branch) => valueType(branch, name, root, structs))
    : [node.type ?? 'any'].flat().map((type) => singleType(node, type, name, root, structs));
  const values = [...new Set(types)].filter((type) => type !== 'nil');
  if (values.length !== 1 || values[0] === undefined) return 'json.RawMessage';
  const [only] = values;
  return types.includes('nil') && !/^(\*|\[\]|map\[|any$)/.test(only) ? `*${only}` : only;
}

function singleType(
  node: JsonSchema,
  type: string,
  name: string,
  root: JsonSchema,
  structs: Map<string, string>,
): string {
  switch (type) {
    case 'object':
      if (!node.properties)
        return `map[string]${valueType(node.additionalProperties, name, root, structs)}`;
      addStruct(name, node, root, structs);
      return name;
    case 'array':
      return `[]${valueType(node.items, name, root, structs)}`;
    case 'boolean':
      return 'bool';
    case 'integer':
      return 'int64';
    case 'number':
      return 'float64';
    case 'null':
      return 'nil';
    case 'string':
      return 'string';
    default:
      return 'any';
  }
}
