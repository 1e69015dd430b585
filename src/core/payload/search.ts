import { UsageError } from '../errors.ts';
import { type EventName, eventNames } from '../logto/events.ts';
import { suggest } from '../suggest.ts';
import { type PayloadField, payloadFields } from './fields.ts';

/** An event that carries what was looked for, and where. */
export interface Carrier {
  readonly name: EventName;
  /** Each `optional` where the payload may come without it, for lack of it or of its holder. */
  readonly fields: readonly PayloadField[];
}

/**
 * The events whose payloads carry a field. A path means itself or any that end in it, so
 * `primaryEmail` finds `data.primaryEmail`; brackets do not count: `data.id` finds `data[].id`.
 * @throws UsageError where no event carries it, with the nearest path that one does
 */
export function eventsHaving(path: string): Carrier[] {
  const carriers = eventNames
    .map((name) => ({ name, fields: findFields(payloadFields(name), path) }))
    .filter(({ fields }) => fields.length > 0);
  if (carriers.length === 0) throw unknownField(path);
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

/** Whether a field is another or the way to it. */
function holds(holder: string, path: string): boolean {
  return path === holder || path.startsWith(`${holder}.`) || path.startsWith(`${holder}[`);
}

function withoutBrackets(path: string): string {
  return path.replace(/\[\d*\]/g, '');
}

function unknownField(path: string): UsageError {
  const paths = new Set(eventNames.flatMap((name) => payloadFields(name).flatMap(endings)));
  const guess = suggest(path, [...paths]);
  return new UsageError(
    `No event carries '${path}'.`,
    guess ? `Did you mean ${guess}?` : "'logto-hooks events show <event>' lists the fields.",
  );
}

/** `data.profile` and `profile`: what a field may be called. */
function endings({ path }: PayloadField): string[] {
  const steps = path.split('.');
  return steps.map((_, index) => steps.slice(index).join('.'));
}
