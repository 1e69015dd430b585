import { type Experiment, hmac } from './experiments/experiment.ts';

export type Payload = Record<string, unknown>;

/**
 * Returns the experiment that adds the fields that accepted payloads have and this one lacks.
 * @param accepted payloads that the receiver accepted
 */
export function missingFieldsExperiment(accepted: readonly Payload[]): Experiment {
  return {
    id: 'field-missing',
    parts: ({ body }) => missingFields(JSON.parse(body), accepted),
    alter({ body, key }, has) {
      const filled = fillIn(JSON.parse(body), accepted, has);
      const text = JSON.stringify(filled);
      return { body: text, signatures: [hmac(key, text)] };
    },
    explain(needed, event) {
      const list = innermost(needed).join(', ');
      return {
        message: `The handler fails on ${event}, where ${list} is null or absent.`,
        change: `with ${list} filled in`,
        remedy: `Handle events without ${list}: Logto leaves out or sends null for what does not apply.`,
      };
    },
  };
}

/** Returns the fields (`name` or `entity.name`) that are null or absent here and set in an accepted payload. */
function missingFields(payload: Payload, accepted: readonly Payload[]): string[] {
  const names = new Set<string>();
  for (const other of accepted) {
    for (const [name, value] of Object.entries(other)) {
      if (isAbsent(value)) continue;
      if (isAbsent(payload[name])) names.add(name);
      for (const [field, inner] of Object.entries(entityOf(value))) {
        if (!isAbsent(inner) && isAbsent(entityOf(payload[name])[field]))
          names.add(`${name}.${field}`);
      }
    }
  }
  return [...names];
}

/** Returns the fields that are set in every accepted payload, and null or absent in this one. */
export function fieldsOnlyLackingHere(payload: Payload, accepted: readonly Payload[]): string[] {
  return innermost(
    missingFields(payload, accepted).filter((name) => {
      const [entity = '', field] = name.split('.');
      return accepted.every((other) =>
        field === undefined ? !isAbsent(other[entity]) : !isAbsent(entityOf(other[entity])[field]),
      );
    }),
  );
}

function fillIn(
  payload: Payload,
  accepted: readonly Payload[],
  has: (name: string) => boolean,
): Payload {
  const filled = { ...payload };
  for (const name of missingFields(payload, accepted).filter(has)) {
    const [entity = '', field] = name.split('.');
    const source = accepted.find((other) =>
      field === undefined ? !isAbsent(other[entity]) : !isAbsent(entityOf(other[entity])[field]),
    );
    const value = source?.[entity];
    if (field !== undefined) {
      if (isEntity(filled[entity])) {
        filled[entity] = { ...entityOf(filled[entity]), [field]: entityOf(value)[field] };
      }
    } else filled[entity] = isEntity(value) ? {} : value;
  }
  return filled;
}

/** Removes objects from a list of fields that contains a field inside them. */
function innermost(names: readonly string[]): string[] {
  return names.filter((name) => !names.some((other) => other.startsWith(`${name}.`)));
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isEntity(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entityOf(value: unknown): Payload {
  return isEntity(value) ? Object(value) : {};
}
