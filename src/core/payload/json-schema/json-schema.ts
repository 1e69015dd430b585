import * as z from 'zod';
import type { VersionText } from '../../logto/catalog/entry.ts';
import { catalog } from '../../logto/catalog.ts';
import type { EventName } from '../../logto/events.ts';
import { fieldsAfterVersion, newestVersion } from '../../logto/versions.ts';
import { payloadSchemas } from '../schemas.ts';
import { asNode, type JsonSchema, resolve } from './json-schema-node.ts';

const cache = new Map<EventName, JsonSchema>();

/**
 * Returns the payload of an event as a JSON Schema document (draft 2020-12). It accepts unknown keys, because
 * releases add some. Shared entities (LogtoUser …) are in its `$defs`.
 * @param version without the fields that are newer
 */
export function payloadJsonSchema(
  event: EventName,
  version: VersionText = newestVersion,
): JsonSchema {
  const document = cache.get(event) ?? createDocument(event);
  cache.set(event, document);
  if (version === newestVersion) return document;
  const missing = fieldsAfterVersion(event, version);
  if (missing.length === 0) return document;
  const older = structuredClone(document);
  for (const path of missing) removeField(older, path.split('.'), older);
  return older;
}

function createDocument(event: EventName): JsonSchema {
  const { meaning, fires } = catalog[event];
  const { $schema, ...schema } = z.toJSONSchema(payloadSchemas[event], { override: simplify });
  return {
    ...($schema && { $schema }),
    title: payloadName(event),
    description: `${meaning} ${fires}`,
    ...schema,
  };
}

/** Returns the type name of an event's payload: `User.Data.Updated` has a `UserDataUpdatedPayload`. */
export function payloadName(event: EventName): string {
  return `${event.replaceAll('.', '')}Payload`;
}

/** Removes what zod writes but no reader needs. */
function simplify({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  const { additionalProperties: rest } = jsonSchema;
  if (typeof rest === 'object' && Object.keys(rest).length === 0) {
    jsonSchema.additionalProperties = true;
  }
  if (jsonSchema.properties && Object.keys(jsonSchema.properties).length === 0) {
    delete jsonSchema.properties;
  }
  delete jsonSchema.propertyNames; // Every key of JSON is a string.
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
}

function removeField(parent: JsonSchema, path: readonly string[], root: JsonSchema): void {
  const node = resolve(parent, root);
  const [key = '', ...rest] = path;
  for (const branch of node.anyOf ?? []) removeField(branch, path, root);
  const child = asNode(node.properties?.[key]);
  if (rest.length > 0) {
    if (child) removeField(child, rest, root);
    return;
  }
  delete node.properties?.[key];
  if (node.required) node.required = node.required.filter((name) => name !== key);
}
