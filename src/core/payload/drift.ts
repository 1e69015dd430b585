import * as z from 'zod';
import { isObject } from '../json/is-object.ts';
import type { EventName } from '../logto/events.ts';
import { missingRequestFields } from './contexts.ts';
import { describeValue } from './describe-value.ts';
import { payloadJsonSchema } from './json-schema/json-schema.ts';
import {
  asNode,
  definitionName,
  describeType,
  type JsonSchema,
  resolve,
} from './json-schema/json-schema-node.ts';
import { promisesWholeUser } from './schemas.ts';

/** One difference between a payload and its schema. */
export interface Drift {
  /** Such as `user.primaryEmail` or `data[0].id`; `(root)` for the payload itself. */
  readonly path: string;
  /** What the schema requires: `string`, `string or null`, `ISO 8601 date` … */
  readonly expected: string;
  /** What was received: `missing`, `null`, `number 42`, `object` …; long values are cut. */
  readonly got: string;
}

/** Enough for a reader; a hostile body may contain a million wrong ids. */
const atMost = 100;

/** Characters of a key that a path shows. */
const longestKey = 100;

/**
 * Returns the first 100 places where a payload differs from its event's schema. The search stops there, while
 * zod would collect every issue of a hostile body first. It visits only the keys and items that the schema
 * names, and copies nothing.
 */
export function findDrift(event: EventName, payload: object): Drift[] {
  const root = payloadJsonSchema(event);
  const search = new DriftSearch(root, atMost);
  search.visit(root, payload);
  if (root.properties?.path && !root.required?.includes('path')) {
    for (const key of missingRequestFields(payload)) search.visitKey(root, payload, key);
  }
  if (event === 'User.Data.Updated' && promisesWholeUser(payload)) {
    const user = asNode(root.properties?.data)?.anyOf?.find(definitionName);
    if (user) search.visitKey({ properties: { data: user } }, payload, 'data');
  }
  return search.found;
}

/** Walks a value along a JSON Schema and notes where the two differ, up to a limit. */
class DriftSearch {
  readonly found: Drift[] = [];
  readonly #root: JsonSchema;
  readonly #limit: number;
  readonly #path: (string | number)[] = [];

  /** @param root the document whose `$defs` the schema refers to */
  constructor(root: JsonSchema, limit: number) {
    this.#root = root;
    this.#limit = limit;
  }

  visit(schema: JsonSchema, value: unknown): void {
    if (this.found.length >= this.#limit) return;
    const node = resolve(schema, this.#root);
    if (!this.#fits(node, value)) {
      const expected = describeType(node, this.#root);
      this.found.push({ path: formatPath(this.#path), expected, got: describeValue(value) });
    } else if (Array.isArray(value)) this.#visitItems(node, value);
    else if (isObject(value)) this.#visitMembers(node, value);
  }

  /** Visits one member of `value`, whether or not the schema requires it. */
  visitKey(node: JsonSchema, value: object, key: string): void {
    this.#visitMember(node.properties?.[key], key, Reflect.get(value, key));
  }

  /** Returns whether a value is of the node's type. Its content is checked only for unions. */
  #fits({ anyOf, type, format }: JsonSchema, value: unknown): boolean {
    if (anyOf) return anyOf.some((branch) => this.#matches(branch, value));
    if (type === undefined) return true;
    return Array.isArray(type)
      ? type.some((each) => isOfType(value, each, format))
      : isOfType(value, type, format);
  }

  #matches(schema: JsonSchema, value: unknown): boolean {
    const node = resolve(schema, this.#root);
    if (!this.#fits(node, value)) return false;
    if (typeof value !== 'object' || value === null) return true;
    const search = new DriftSearch(this.#root, 1);
    search.visit(node, value);
    return search.found.length === 0;
  }

  #visitItems({ items }: JsonSchema, values: readonly unknown[]): void {
    const item = asNode(items);
    if (!item) return;
    for (const [index, value] of values.entries()) {
      if (this.found.length >= this.#limit) return;
      this.#visitStep(index, item, value);
    }
  }

  #visitMembers(node: JsonSchema, value: Readonly<Record<string, unknown>>): void {
    const { properties = {}, required = [], additionalProperties } = node;
    for (const key of Object.keys(properties)) {
      const member = value[key];
      if (member === undefined && !required.includes(key)) continue;
      this.#visitMember(properties[key], key, member);
    }
    const other = asNode(additionalProperties);
    if (other?.type === undefined) return;
    for (const key of Object.keys(value)) {
      if (this.found.length >= this.#limit) return;
      if (!Object.hasOwn(properties, key)) this.#visitStep(key, other, value[key]);
    }
  }

  #visitMember(schema: JsonSchema | boolean | undefined, key: string, value: unknown): void {
    const node = asNode(schema);
    if (node) this.#visitStep(key, node, value);
  }

  #visitStep(step: string | number, schema: JsonSchema, value: unknown): void {
    this.#path.push(step);
    this.visit(schema, value);
    this.#path.pop();
  }
}

function isOfType(value: unknown, type: string, format: string | undefined): boolean {
  switch (type) {
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case 'number':
      return Number.isFinite(value);
    case 'string':
      return typeof value === 'string' && (format !== 'date-time' || dateTime.test(value));
    default:
      return typeof value === type;
  }
}

const dateTime = z.core.regexes.datetime({});

function formatPath(path: readonly (string | number)[]): string {
  return path.map(formatStep).join('').replace(/^\./, '') || '(root)';
}

function formatStep(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`;
  const name = step.length > longestKey ? `${step.slice(0, longestKey)}…` : step;
  return /^\w+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
