import { isObject } from '../json/is-object.ts';
import type { EventName } from '../logto/events.ts';
import { missingRequestFields } from './contexts.ts';
import { describeValue } from './describe-value.ts';
import { type Shape, shapeOf } from './drift-shape.ts';
import { payloadJsonSchema } from './json-schema/json-schema.ts';
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

/** The prepared schemas of the events that were received. */
const shapes = new Map<EventName, Shape>();

function payloadShape(event: EventName): Shape {
  const document = payloadJsonSchema(event);
  const shape = shapes.get(event) ?? shapeOf(document, document);
  shapes.set(event, shape);
  return shape;
}

/**
 * Returns the first 100 places where a payload differs from its event's schema. The search stops there, while
 * zod would collect every issue of a hostile body first. It visits only the keys and items that the schema
 * names, and copies nothing.
 */
export function findDrift(event: EventName, payload: object): Drift[] {
  const root = payloadShape(event);
  const search = new DriftSearch(atMost);
  search.visit(root, payload);
  const member = (key: string) => root.members.find((one) => one.key === key);
  if (member('path')?.isRequired === false) {
    for (const key of missingRequestFields(payload)) {
      search.visitMember(member(key)?.shape, key, Reflect.get(payload, key));
    }
  }
  if (event === 'User.Data.Updated' && promisesWholeUser(payload)) {
    const user = member('data')?.shape.alternatives?.find(({ isReference }) => isReference);
    search.visitMember(user, 'data', Reflect.get(payload, 'data'));
  }
  return search.found;
}

/** Walks a value along a shape and notes where the two differ, up to a limit. */
class DriftSearch {
  readonly found: Drift[] = [];
  readonly #limit: number;
  readonly #path: (string | number)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  visit(shape: Shape, value: unknown): void {
    if (this.found.length >= this.#limit) return;
    if (!fits(shape, value)) {
      const path = formatPath(this.#path);
      this.found.push({ path, expected: shape.expected(), got: describeValue(value) });
    } else if (Array.isArray(value)) this.#visitItems(shape, value);
    else if (isObject(value)) this.#visitMembers(shape, value);
  }

  /** Visits one member, whether or not the schema requires it. */
  visitMember(shape: Shape | undefined, key: string, value: unknown): void {
    if (shape) this.#visitStep(key, shape, value);
  }

  #visitItems({ items }: Shape, values: readonly unknown[]): void {
    if (!items) return;
    for (const [index, value] of values.entries()) {
      if (this.found.length >= this.#limit) return;
      this.#visitStep(index, items, value);
    }
  }

  #visitMembers({ members, others }: Shape, value: Readonly<Record<string, unknown>>): void {
    for (const { key, shape, isRequired } of members) {
      const member = value[key];
      if (member !== undefined || isRequired) this.#visitStep(key, shape, member);
    }
    if (!others) return;
    for (const key of Object.keys(value)) {
      if (this.found.length >= this.#limit) return;
      if (!members.some((member) => member.key === key)) this.#visitStep(key, others, value[key]);
    }
  }

  #visitStep(step: string | number, shape: Shape, value: unknown): void {
    this.#path.push(step);
    this.visit(shape, value);
    this.#path.pop();
  }
}

/** Returns whether a value is of a shape's type, or matches an alternative of a union completely. */
function fits({ isOfType, alternatives }: Shape, value: unknown): boolean {
  return alternatives
    ? alternatives.some((alternative) => matches(alternative, value))
    : isOfType(value);
}

function matches(shape: Shape, value: unknown): boolean {
  if (!fits(shape, value)) return false;
  if (typeof value !== 'object' || value === null) return true;
  const search = new DriftSearch(1);
  search.visit(shape, value);
  return search.found.length === 0;
}

function formatPath(path: readonly (string | number)[]): string {
  return path.map(formatStep).join('').replace(/^\./, '') || '(root)';
}

function formatStep(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`;
  const name = step.length > longestKey ? `${step.slice(0, longestKey)}…` : step;
  return /^\w+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
