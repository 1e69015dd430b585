import type { VersionText } from '../../logto/catalog/entry.ts';
import { type EventName, eventNames } from '../../logto/events.ts';
import { eventsOfVersion } from '../../logto/versions.ts';
import { payloadJsonSchema, payloadName } from './json-schema.ts';
import type { JsonSchema } from './json-schema-node.ts';
import { asNode, definitionName } from './json-schema-node.ts';

/** The declaration of keys that a release may have added. */
const anyKey = '[key: string]: unknown;';

/**
 * Returns TypeScript declarations of every payload, which compile alone: shared entities, an interface per
 * event, `LogtoPayloads` by event name and the union `LogtoPayload`, discriminated by `event`.
 * @param version omits events and fields that are newer
 * @param events only these; by default all that the version has
 */
export function payloadTypes(
  version?: VersionText,
  events: readonly EventName[] = version
    ? eventsOfVersion(version, { devFeatures: true })
    : eventNames,
): string {
  const title = `The payloads of ${version ? `Logto ${version}'s` : "Logto's"} webhooks.`;
  return joinDeclarations([
    `/**\n * ${title} Logto may add fields; ignore what you do not know.\n */`,
    ...declareEntities(false, events, version),
    ...events.map((event) => declarePayload(event, false, version)),
    declareMap(events),
    '/** The name of an event. */\nexport type LogtoEventName = keyof LogtoPayloads;',
    '/** Any payload: switch on its `event` to know which. */\n' +
      'export type LogtoPayload = LogtoPayloads[LogtoEventName];',
  ]);
}

/** Returns a file's text: declarations with an empty line between them. */
export function joinDeclarations(declarations: readonly string[]): string {
  return declarations.map((declaration) => `${declaration}\n`).join('\n');
}

/**
 * Returns the interface of each entity that payloads share, such as `LogtoUser`.
 * @param isOpen whether an unknown key can be read, as `unknown`; then a mistyped key is not an error
 */
export function declareEntities(
  isOpen: boolean,
  events: readonly EventName[] = eventNames,
  version?: VersionText,
): string[] {
  return Object.entries(entitySchemas(events, version)).map(([name, schema]) =>
    declareInterface(name, schema, isOpen),
  );
}

/** Returns the names of the entities that payloads share. */
export function entityNames(): string[] {
  return Object.keys(entitySchemas(eventNames));
}

/** Returns the interface of an event's payload; `isOpen` as for `declareEntities`. */
export function declarePayload(event: EventName, isOpen: boolean, version?: VersionText): string {
  return declareInterface(payloadName(event), payloadJsonSchema(event, version), isOpen);
}

/** Returns the interface that maps each event's name to its payload. */
export function declareMap(events: readonly EventName[] = eventNames): string {
  const entries = events.map((event) => {
    const key = event.includes('.') ? `'${event}'` : event;
    return `  ${key}: ${payloadName(event)};`;
  });
  return `/** The payload of each event, by name. */\nexport interface LogtoPayloads {\n${entries.join('\n')}\n}`;
}

function entitySchemas(
  events: readonly EventName[],
  version?: VersionText,
): Record<string, JsonSchema> {
  return Object.assign({}, ...events.map((event) => payloadJsonSchema(event, version).$defs));
}

function declareInterface(name: string, schema: JsonSchema, isOpen: boolean): string {
  return `${comment(schema, '')}export interface ${name} ${objectType(schema, '', isOpen)}`;
}

function objectType(
  { properties, required = [], additionalProperties: rest }: JsonSchema,
  indent: string,
  isOpen: boolean,
): string {
  if (!properties) return `Record<string, ${valueType(rest, indent, isOpen)}>`;
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([name, property]) => {
    const type = valueType(property, inner, isOpen);
    const member = required.includes(name)
      ? `${name}: ${type}`
      : optionalMember(name, type, isOpen);
    return `${comment(property, inner)}${inner}${member};`;
  });
  if (isOpen && rest === true) lines.push(`${inner}${anyKey}`);
  return `{\n${lines.join('\n')}\n${indent}}`;
}

/** Returns an optional member. In an open type it may be undefined, as in the values that zod returns. */
function optionalMember(name: string, type: string, isOpen: boolean): string {
  return isOpen && type !== 'unknown' ? `${name}?: ${type} | undefined` : `${name}?: ${type}`;
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
