import type { Experiment } from './experiments/experiment.ts';
import { changing, entities, type Payload } from './experiments/payload-change.ts';

const asMilliseconds = changing(
  {
    id: 'field-type',
    explain: () => ({
      message: 'The receiver expects createdAt as a number; it is an ISO 8601 string.',
      change: 'with createdAt in milliseconds',
      remedy: 'Parse createdAt as ISO 8601; only the times inside of data and user are numbers.',
    }),
  },
  () => [],
  (payload) => ({ ...payload, createdAt: Date.parse(String(payload.createdAt)) }),
);

const times = ['createdAt', 'updatedAt', 'lastSignInAt'];

const asIsoText = changing(
  {
    id: 'field-type',
    explain(needed) {
      const list = needed.join(', ');
      return {
        message: `The receiver expects ${list} as text; it is a number of milliseconds.`,
        change: `with ${list} as ISO 8601 text`,
        remedy: `Read ${list} as a number: inside of data and user, times are epoch milliseconds, even where the docs say otherwise.`,
      };
    },
  },
  (payload) =>
    entities.flatMap((entity) =>
      times
        .filter((time) => typeof Object(payload[entity])[time] === 'number')
        .map((time) => `${entity}.${time}`),
    ),
  (payload, has) =>
    mapEntities(payload, (entity, field, value) =>
      typeof value === 'number' && has(`${entity}.${field}`)
        ? new Date(value).toISOString()
        : value,
    ),
);

const filledNulls = changing(
  {
    id: 'field-missing',
    explain(needed, event) {
      const list = needed.join(', ');
      return {
        message: `The handler fails on ${event} where ${list} is null.`,
        change: `with a value in ${list}`,
        remedy: `Handle null in ${list}: Logto sends null until there is a value.`,
      };
    },
  },
  (payload) =>
    entities.flatMap((entity) =>
      Object.entries(Object(payload[entity])).flatMap(([field, value]) =>
        value === null ? [`${entity}.${field}`] : [],
      ),
    ),
  (payload, has) =>
    mapEntities(payload, (entity, field, value) =>
      value === null && has(`${entity}.${field}`) ? valueFor(field) : value,
    ),
);

/** Returns a value of the type of a user's or application's field. */
function valueFor(field: string): unknown {
  if (/At$/.test(field)) return 1_772_446_530_412;
  if (/email/i.test(field)) return 'grace@example.com';
  if (/phone/i.test(field)) return '12025550187';
  return /avatar/.test(field) ? 'https://example.com/grace.png' : 'grace';
}

function mapEntities(
  payload: Payload,
  change: (entity: string, field: string, value: unknown) => unknown,
): Payload {
  const changed = entities.flatMap((entity) => {
    const value = payload[entity];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    const fields = Object.entries(value).map(([field, inner]) => [
      field,
      change(entity, field, inner),
    ]);
    return [[entity, Object.fromEntries(fields)] as const];
  });
  return { ...payload, ...Object.fromEntries(changed) };
}

/** Experiments with values of other types than Logto's, and with values in place of null. */
export const payloadValueExperiments: readonly Experiment[] = [
  filledNulls,
  asMilliseconds,
  asIsoText,
];
