import type * as z from 'zod';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** Returns the definition that a node refers to, or the node itself if it is not a reference. */
export function resolve(node: JsonSchema, root: JsonSchema): JsonSchema {
  if (node.$ref === undefined) return node;
  return root.$defs?.[definitionName(node) ?? ''] ?? node;
}

/** Returns `LogtoUser` for `{ $ref: '#/$defs/LogtoUser' }`. */
export function definitionName(node: JsonSchema): string | undefined {
  return node.$ref?.replace(/^#\/\$defs\//, '');
}

/** Describes the type of a value: `string or null`, `ISO 8601 date`, `array of string` … */
export function describeType(node: JsonSchema, root: JsonSchema): string {
  const { anyOf, format, type, items } = resolve(node, root);
  if (anyOf) return [...new Set(anyOf.map((branch) => describeType(branch, root)))].join(' or ');
  if (format === 'date-time') return 'ISO 8601 date';
  const item = asNode(items);
  if (item) return `array of ${describeType(item, root)}`;
  return type === undefined ? 'anything' : [type].flat().join(' or ');
}

export function asNode(value: JsonSchema['items'] | boolean): JsonSchema | undefined {
  return typeof value === 'object' && !Array.isArray(value) ? value : undefined;
}
