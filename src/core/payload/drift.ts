import type * as z from 'zod';
import type { EventName } from '../logto/events.ts';
import { describeValue } from './describe-value.ts';
import { type JsonSchema, payloadJsonSchema } from './json-schema.ts';
import { describeType, subschema } from './json-schema-node.ts';
import { payloadSchemas } from './schemas.ts';

/** One place where a payload is not what Logto promises. */
export interface Drift {
  /** Such as `user.primaryEmail` or `data[0].id`; `(root)` for the payload itself. */
  readonly path: string;
  /** What is promised: `string`, `string or null`, `ISO 8601 date` … */
  readonly expected: string;
  /** What came: `missing`, `null`, `number 42`, `object` …; long values are cut. */
  readonly got: string;
}

type Path = readonly PropertyKey[];

/** Nobody reads more; a hostile body may hold a million wrong ids. */
const atMost = 100;

/** Where a payload departs from its event's schema, the first 100 places; none where it holds. */
export function findDrift(event: EventName, payload: unknown): Drift[] {
  const { error } = payloadSchemas[event].safeParse(payload);
  if (!error) return [];
  const schema = payloadJsonSchema(event);
  return error.issues.slice(0, atMost).map((issue) => ({
    path: formatPath(issue.path),
    expected: expectedAt(schema, issue),
    got: describeValue(valueAt(payload, issue.path)),
  }));
}

function expectedAt(root: JsonSchema, issue: z.core.$ZodIssue): string {
  let node: JsonSchema | undefined = root;
  for (const key of issue.path) node = node && subschema(node, key, root);
  if (node) return describeType(node, root);
  return issue.code === 'invalid_type' ? issue.expected : issue.message;
}

function valueAt(payload: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined,
    payload,
  );
}

function formatPath(path: Path): string {
  return path.map(formatKey).join('').replace(/^\./, '') || '(root)';
}

function formatKey(key: PropertyKey): string {
  if (typeof key === 'number') return `[${key}]`;
  const name = String(key);
  return /^\w+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
