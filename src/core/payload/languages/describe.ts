import { asNode, type JsonSchema, resolve } from '../json-schema/json-schema-node.ts';

/** Returns the description of a property: its own, or that of the entity it refers to. */
export function describe(property: JsonSchema | boolean, root: JsonSchema): string | undefined {
  const node = asNode(property);
  return node && (node.description ?? resolve(node, root).description);
}
