import { type EventName, eventNames } from '../logto/events.ts';
import { type JsonSchema, payloadJsonSchema, payloadName } from './json-schema.ts';
import { asNode, definitionName } from './json-schema-node.ts';

/** The declaration of keys that a release may have added. */
const anyKey = '[key: string]: unknown;';

/**
 * A TypeScript declaration of every payload, which compiles alone: shared entities, an interface
 * per event, `LogtoPayloads` by event name and the union `LogtoPayload`, told apart by `event`.
 * @param isOpen whether a key that it does not know may be asked for, as an `unknown`; a mistyped one
 *   is then no error
 */
export function payloadTypes(isOpen = false): string {
  const schemas = eventNames.map((event) => [event, payloadJsonSchema(event)] as const);
  const entities = new Map(schemas.flatMap(([, { $defs = {} }]) => Object.entries($defs)));
  return [
    "/**\n * The payloads of Logto's webhooks. Logto may add fields; ignore what you do not know.\n */",
    ...[...entities].map(([name, schema]) => declareInterface(name, schema, isOpen)),
    ...schemas.map(([event, schema]) => declareInterface(payloadName(event), schema, isOpen)),
    declareMap(schemas.map(([event]) => event)),
    '/** The name of an event. */\nexport type LogtoEventName = keyof LogtoPayloads;',
    '/** Any payload: switch on its `event` to know which. */\n' +
      'export type LogtoPayload = LogtoPayloads[LogtoEventName];',
  ]
    .map((declaration) => `${declaration}\n`)
    .join('\n');
}

function declareInterface(name: string, schema: JsonSchema, isOpen: boolean): string {
  return `${comment(schema, '')}export interface ${name} ${objectType(schema, '', isOpen)}`;
}

function declareMap(events: readonly EventName[]): string {
  const entries = events.map((event) => `  '${event}': ${payloadName(event)};`);
  return `/** The payload of each event, by name. */\nexport interface LogtoPayloads {\n${entries.join('\n')}\n}`;
}

function objectType(
  { properties, required = [], additionalProperties: rest }: JsonSchema,
  indent: string,
  isOpen: boolean,
): string {
  if (!properties) return `Record<string, ${valueType(rest, indent, isOpen)}>`;
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([name, property]) => {
    const key = required.includes(name) ? name : `${name}?`;
    return `${comment(property, inner)}${inner}${key}: ${valueType(property, inner, isOpen)};`;
  });
  if (isOpen && rest === true) lines.push(`${inner}${anyKey}`);
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function valueType(schema: JsonSchema['items'] | boolean, indent: string, isOpen: boolean): string {
  const node = asNode(schema);
  if (!node) return 'unknown';
  const entity = definitionName(node);
  if (entity !== undefined) return entity;
  if (node.const !== undefined) return `'${node.const}'`;
  if (node.anyOf) return node.anyOf.map((branch) => valueType(branch, indent, isOpen)).join(' | ');
  if (node.type === undefined) return 'unknown';
  return [node.type]
    .flat()
    .map((type) => {
      if (type === 'object') return objectType(node, indent, isOpen);
      if (type === 'array') return `${valueType(node.items, indent, isOpen)}[]`;
      return type === 'integer' ? 'number' : type;
    })
    .join(' | ');
}

function comment(schema: JsonSchema | boolean, indent: string): string {
  const node = asNode(schema);
  const { description, examples } = node ?? {};
  const such = examples?.length ? `Such as ${examples.join(', ')}.` : undefined;
  const text = [description, such].filter(Boolean).join(' ');
  return text === '' ? '' : `${indent}/** ${text.replaceAll('*/', '*\\/')} */\n`;
}
