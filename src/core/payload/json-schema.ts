import * as z from 'zod';
import { catalogue } from '../logto/catalog.ts';
import type { EventName } from '../logto/events.ts';
import { payloadSchemas } from './schemas.ts';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

const cache = new Map<EventName, JsonSchema>();

/**
 * The payload of an event as a JSON Schema document (draft 2020-12): what Logto promises, loose,
 * for releases add keys. Shared entities (LogtoUser …) are in its `$defs`.
 */
export function payloadJsonSchema(event: EventName): JsonSchema {
  const cached = cache.get(event);
  if (cached) return cached;
  const { meaning, fires } = catalogue[event];
  const { $schema, ...schema } = z.toJSONSchema(payloadSchemas[event], { override: plain });
  const document: JsonSchema = {
    ...($schema && { $schema }),
    title: payloadName(event),
    description: `${meaning} ${fires}`,
    ...schema,
  };
  cache.set(event, document);
  return document;
}

/** The type name of an event's payload: `User.Data.Updated` has a `UserDataUpdatedPayload`. */
export function payloadName(event: EventName): string {
  return `${event.replaceAll('.', '')}Payload`;
}

/** Says in fewer words what zod says at length. */
function plain({ jsonSchema }: { jsonSchema: JsonSchema }): void {
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
