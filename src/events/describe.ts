import type { EventEntry, VersionText } from '../core/logto/catalog/entry.ts';
import { catalog } from '../core/logto/catalog.ts';
import { type EventName, eventNames } from '../core/logto/events.ts';
import {
  eventsOfVersion,
  newestVersion,
  requireEventIn,
  variantsOfVersion,
} from '../core/logto/versions.ts';
import type { JsonSchema } from '../core/payload/json-schema/json-schema-node.ts';
import type { ListedEvent } from './catalog-output.ts';
import type { ShownEvent } from './event-output.ts';

/**
 * Returns the catalog's events, dev features included.
 * @param having a field path that the events must have
 * @param version a Logto version that the events and fields must be in
 * @throws UsageError if no event has the field
 */
export async function listEvents(
  having: string | undefined,
  version: VersionText | undefined,
): Promise<ListedEvent[]> {
  const names = version ? eventsOfVersion(version, { devFeatures: true }) : [...eventNames];
  if (having === undefined) return names.map((name) => ({ name, ...catalog[name] }));
  const { eventsHaving } = await import('../core/payload/search.ts');
  return eventsHaving(having, names, version).map(({ name, fields }) => ({
    ...{ name, ...catalog[name], fields },
  }));
}

/**
 * Returns everything about an event.
 * @throws UsageError if the version does not have it
 */
export async function describeEvent(
  name: EventName,
  version: VersionText | undefined,
): Promise<ShownEvent> {
  if (version) requireEventIn(version, name);
  const { payloadFields } = await import('../core/payload/fields.ts');
  const { payloadForVersion } = await import('../core/payload/for-version.ts');
  const { loadFixture } = await import('../core/fixtures/fixtures.ts');
  const { variant, payload } = loadFixture(name);
  const entry: EventEntry = catalog[name];
  const known = variantsOfVersion(name, version ?? newestVersion);
  const [first, ...others] = entry.triggers;
  return {
    ...{ name, ...entry },
    triggers: [first, ...others.filter((trigger) => known.includes(trigger.variant))],
    fields: payloadFields(name, version),
    example: { variant, payload: version ? payloadForVersion(payload, version) : payload },
  };
}

/**
 * Returns the JSON Schema of an event's payload.
 * @throws UsageError if the version does not have the event
 */
export async function schemaOf(
  name: EventName,
  version: VersionText | undefined,
): Promise<JsonSchema> {
  if (version) requireEventIn(version, name);
  const { payloadJsonSchema } = await import('../core/payload/json-schema/json-schema.ts');
  return payloadJsonSchema(name, version);
}
