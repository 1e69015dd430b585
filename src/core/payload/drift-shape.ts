import * as z from 'zod';
import { isObject } from '../json/is-object.ts';
import { asNode, describeType, type JsonSchema, resolve } from './json-schema/json-schema-node.ts';

/** A node of a JSON Schema, prepared once so that each payload takes little time to check. */
export interface Shape {
  /** Whether the node refers to a definition, such as LogtoUser. */
  readonly isReference: boolean;
  /** Returns whether a value is of the node's type. The content of objects and arrays is not checked. */
  readonly isOfType: (value: unknown) => boolean;
  /** The alternatives of a union, one of which has to match completely; undefined for any other node. */
  readonly alternatives: readonly Shape[] | undefined;
  readonly members: readonly Member[];
  /** Of the items of an array; undefined if they are not checked. */
  readonly items: Shape | undefined;
  /** Of the members that the schema does not name; undefined if they are not checked. */
  readonly others: Shape | undefined;
  /** Describes the type, such as `string or null`. */
  expected(): string;
}

/** A named member of an object. */
interface Member {
  readonly key: string;
  readonly shape: Shape;
  readonly isRequired: boolean;
}

/** Prepares a JSON Schema document. @param root the document whose `$defs` its nodes refer to */
export function shapeOf(schema: JsonSchema, root: JsonSchema): Shape {
  const node = resolve(schema, root);
  const { anyOf, properties = {}, required = [], items, additionalProperties } = node;
  const optionalShape = (child: JsonSchema | undefined) => child && shapeOf(child, root);
  const others = asNode(additionalProperties);
  return {
    isReference: schema !== node,
    isOfType: typeTest(node),
    alternatives: anyOf?.map((branch) => shapeOf(branch, root)),
    members: Object.entries(properties).flatMap(([key, value]) => {
      const shape = optionalShape(asNode(value));
      return shape ? [{ key, shape, isRequired: required.includes(key) }] : [];
    }),
    items: optionalShape(asNode(items)),
    others: others?.type === undefined ? undefined : shapeOf(others, root),
    expected: () => describeType(node, root),
  };
}

function typeTest({ type, format }: JsonSchema): Shape['isOfType'] {
  if (type === undefined) return () => true;
  const tests = [type].flat().map((each) => testOf(each, format));
  const [only] = tests;
  return only && tests.length === 1 ? only : (value) => tests.some((test) => test(value));
}

const dateTime = z.core.regexes.datetime({});

function testOf(type: string, format: string | undefined): (value: unknown) => boolean {
  switch (type) {
    case 'object':
      return isObject;
    case 'array':
      return Array.isArray;
    case 'null':
      return (value) => value === null;
    case 'number':
      return Number.isFinite;
    case 'string':
      return format === 'date-time'
        ? (value) => typeof value === 'string' && dateTime.test(value)
        : (value) => typeof value === 'string';
    default:
      return (value) => typeof value === type;
  }
}
