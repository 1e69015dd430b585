import { UsageError } from '../errors.ts';
import type { VersionText } from '../logto/catalog/entry.ts';
import { type EventName, eventNames } from '../logto/events.ts';
import { suggest } from '../suggest.ts';
import { type PayloadField, payloadFields } from './fields.ts';

/** An event that has a field, and the paths of the field. */
export interface Carrier {
  readonly name: EventName;
  /** `optional` if the payload may lack the field or one of its parents. */
  readonly fields: readonly PayloadField[];
}

/**
 * Returns the events whose payloads have a field. A path matches itself and every path that ends in it:
 * `primaryEmail` finds `data.primaryEmail`. Brackets are ignored: `data.id` finds `data[].id`.
 * @param names the events to search, all unless given
 * @param version the Logto version whose fields are searched, the newest unless given
 * @throws UsageError if no event has the field, with the nearest path that one has
 */
export function eventsHaving(
  path: string,
  names: readonly EventName[] = eventNames,
  version?: VersionText,
): Carrier[] {
  const carriers = names
    .map((name) => ({ name, fields: findFields(payloadFields(name, version), path) }))
    .filter(({ fields }) => fields.length > 0);
  if (carriers.length === 0) throw unknownField(path, names, version);
  return carriers;
}

function findFields(fields: readonly PayloadField[], wanted: string): PayloadField[] {
  const end = `.${withoutBrackets(wanted)}`;
  return fields
    .filter(({ path }) => `.${withoutBrackets(path)}`.endsWith(end))
    .map((field) => ({
      ...field,
      optional: fields.some(({ path, optional }) => optional && holds(path, field.path)),
    }));
}

/** Returns whether a field is the other one or a parent of it. */
function holds(holder: string, path: string): boolean {
  return path === holder || path.startsWith(`${holder}.`) || path.startsWith(`${holder}[`);
}

function withoutBrackets(path: string): string {
  return path.replace(/\[\d*\]/g, '');
}

function unknownField(
  path: string,
  names: readonly EventName[],
  version: VersionText | undefined,
): UsageError {
  const paths = new Set(names.flatMap((name) => payloadFields(name, version).flatMap(endings)));
  const guess = suggest(path, [...paths]);
  const where = version ? ` of Logto ${version}` : '';
  return new UsageError(
    `No event${where} has a field '${path}'.`,
    guess ? `Did you mean ${guess}?` : "Run 'logto-hooks events show <event>' for its fields.",
  );
}

/** Returns every ending of a path: `data.profile` and `profile`. */
function endings({ path }: PayloadField): string[] {
  const steps = path.split('.');
  return steps.map((_, index) => steps.slice(index).join('.'));
}
