import * as fc from 'fast-check';
import { isObject } from '../../core/json/is-object.ts';
import type { VersionText } from '../../core/logto/catalog/entry.ts';
import { payloadJsonSchema } from '../../core/payload/json-schema/json-schema.ts';
import {
  asNode,
  type JsonSchema,
  resolve,
} from '../../core/payload/json-schema/json-schema-node.ts';
import { promisesWholeUser } from '../../core/payload/schemas.ts';
import type { EventVariant, PayloadObject } from '../payloads/payload-source.ts';
import { anyJson, type FieldValue, valuesOf } from './values.ts';

/** A replacement for a fixture's value. */
export type Change =
  | { readonly kind: 'set'; readonly value: unknown }
  | { readonly kind: 'remove' }
  /** The fixture's value stays. */
  | { readonly kind: 'keep' };

/** A field of a payload that may have other values. */
export interface Field {
  readonly path: readonly string[];
  /** Shrinks towards the fixture's value. */
  readonly change: fc.Arbitrary<Change>;
}

/** Fields that identify the event and its trigger; with other values, Logto would not send the payload. */
const fixed =
  /^(?:event|createdAt|hookId|interactionEvent|path|method|status|params|matchedRoute|tenantId|action|(?:.*[a-z])?Id|id)$/;

/** Fields that depend on the trigger; a variant without one does not get it. */
const ofOtherTriggers =
  /^(?:interactionEvent|path|method|status|params|matchedRoute|sessionId|applicationId|ip|userIp)$/;

/**
 * Returns the fields of a payload that Logto may send with other values, by the schema of its event.
 * @param payload the payload of the variant's fixture
 * @param version the Logto version; the newest unless given
 */
export function fieldsOf(
  { event }: Pick<EventVariant, 'event'>,
  payload: PayloadObject,
  version?: VersionText,
): Field[] {
  const root = payloadJsonSchema(event, version);
  const isPartial = event === 'User.Data.Updated' && !promisesWholeUser(payload);
  const partial = /profile/.test(String(payload.matchedRoute)) ? 'profile' : 'customData';
  return collect({ node: root, path: [], present: payload }, root, isPartial ? partial : undefined);
}

/** Which part of the user an update sends, if not the whole. */
type PartialUser = 'profile' | 'customData' | undefined;

interface Place {
  readonly node: JsonSchema;
  readonly path: readonly string[];
  readonly present: PayloadObject;
}

function collect({ node, path, present }: Place, root: JsonSchema, partial: PartialUser): Field[] {
  const { properties = {}, required = [] } = node;
  const fields = Object.entries(properties).flatMap(([name, property]) => {
    const child = asNode(property);
    if (!child) return [];
    const place = { name, child, path: [...path, name], present: present[name] };
    const isOptional = !required.includes(name);
    return fieldsAt(place, isOptional, root, partial);
  });
  return [...fields, { path: [...path, 'fieldOfTheFuture'], change: changes([setTo(anyJson)]) }];
}

interface NamedPlace {
  readonly name: string;
  readonly child: JsonSchema;
  readonly path: readonly string[];
  /** The fixture's value; undefined if it has none. */
  readonly present: unknown;
}

function fieldsAt(
  { name, child, path, present }: NamedPlace,
  isOptional: boolean,
  root: JsonSchema,
  partial: PartialUser,
): Field[] {
  if (present === undefined) {
    if (!isOptional || (path.length === 1 && ofOtherTriggers.test(name))) return [];
    return [{ path, change: changes([setTo(valuesOf(child, name, root))]) }];
  }
  const node = branchOf(resolve(child, root), root, partial);
  const removal = isOptional && canBeAbsent(name) ? [removed] : [];
  const whole = removal.length > 0 ? [{ path, change: changes(removal) }] : [];
  if (isObject(present) && node.properties) {
    return [...whole, ...collect({ node, path, present }, root, partial)];
  }
  if (isFixed(name, path)) {
    const isNullable = [node.type].flat().includes('null');
    return isNullable ? [{ path, change: changes([setTo(fc.constant(null))]) }] : whole;
  }
  const kind = name === 'data' && !Array.isArray(present) ? (partial ?? name) : name;
  return [{ path, change: changes([...removal, setTo(valuesOf(node, kind, root))]) }];
}

/** Returns the schema of a user, or of the tenant's own object if an update sends only a part of the user. */
function branchOf(node: JsonSchema, root: JsonSchema, partial: PartialUser): JsonSchema {
  if (!node.anyOf) return node;
  const branches = node.anyOf.map((branch) => resolve(branch, root));
  const found = branches.find(
    ({ properties }) => (properties === undefined) === (partial !== undefined),
  );
  return found ?? node;
}

/** Returns whether a field must keep the fixture's value or null; the creation time of an entity may vary. */
function isFixed(name: string, path: readonly string[]): boolean {
  return fixed.test(name) && !(name === 'createdAt' && path.length > 1);
}

/** Returns whether Logto may omit an optional field for every trigger. */
function canBeAbsent(name: string): boolean {
  return !fixed.test(name) && !/^(?:ip|userIp|data)$|Ids$/.test(name);
}

const removed: fc.Arbitrary<Change> = fc.constant({ kind: 'remove' });

function setTo(values: FieldValue): fc.Arbitrary<Change> {
  return values.map((value) => ({ kind: 'set', value }));
}

function changes(others: readonly fc.Arbitrary<Change>[]): fc.Arbitrary<Change> {
  const kept: fc.Arbitrary<Change> = fc.constant({ kind: 'keep' });
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: kept, weight: 2 * others.length },
    ...others.map((arbitrary) => ({ arbitrary, weight: 1 })),
  );
}
