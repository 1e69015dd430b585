import { type JsonTree, type Member, mapTree } from './tree.ts';

/** Returns a value with its keys reordered; other values are returned unchanged. */
export type KeyOrder = (value: JsonTree) => JsonTree;

/** A placeholder for the keys that are not listed. */
const others = '…';

/**
 * Returns the order of an object whose keys are known.
 * @param keys the keys in order, separated by whitespace, with `…` for the keys that are not listed (the end
 *   unless given); those keep their order
 * @param children the order of each member's own value; members that are not listed stay as they are
 */
export function objectOrder(
  keys: string,
  children: Readonly<Record<string, KeyOrder>> = {},
): KeyOrder {
  const order = keys.trim().split(/\s+/);
  const ranks = new Map(order.map((key, rank) => [key, rank]));
  const otherRank = ranks.get(others) ?? order.length;
  const orders = new Map(Object.entries(children));
  return (value) => {
    if (value.kind !== 'object') return value;
    const members = value.members.map(([key, child]): Member => {
      return [key, orders.get(key.value)?.(child) ?? child];
    });
    return { kind: 'object', members: sortBy(members, (key) => ranks.get(key) ?? otherRank) };
  };
}

/** Returns the order of a list whose items all have this order. */
export function listOrder(item: KeyOrder): KeyOrder {
  return (value) =>
    value.kind === 'array' ? { kind: 'array', items: value.items.map(item) } : value;
}

/**
 * Returns a value with the key order of PostgreSQL's jsonb as JavaScript reads it, at every level: shorter
 * keys first, then by their bytes (`lengthCompareJsonbStringValue`); JavaScript puts keys that are
 * array indexes before all others, in numeric order.
 */
export const jsonbOrder: KeyOrder = (value) =>
  mapTree(value, (node) => {
    if (node.kind !== 'object') return node;
    return { kind: 'object', members: node.members.toSorted(compareMembers) };
  });

function compareMembers([{ value: a }]: Member, [{ value: b }]: Member): number {
  return indexRank(a) - indexRank(b) || compareJsonbKeys(a, b);
}

/** Compares keys as jsonb does: by length in bytes, then byte by byte. */
export function compareJsonbKeys(a: string, b: string): number {
  return (
    Buffer.byteLength(a) - Buffer.byteLength(b) || Buffer.compare(Buffer.from(a), Buffer.from(b))
  );
}

/** Compares keys with array indexes first; among them, fewer digits and then smaller digits is numeric order. */
function indexRank(key: string): number {
  const index = Number(key);
  return Number.isInteger(index) && index >= 0 && index < 2 ** 32 - 1 && String(index) === key
    ? 0
    : 1;
}

function sortBy(members: readonly Member[], rankOf: (key: string) => number): readonly Member[] {
  return members.toSorted(([a], [b]) => rankOf(a.value) - rankOf(b.value));
}
