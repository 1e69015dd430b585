import { compareJsonbKeys } from '../json/key-order.ts';
import { type JsonTree, type Member, mapTree } from '../json/tree.ts';
import { restoreKeyOrder } from '../logto/key-order.ts';

/** How a stack changes a parsed body before it serializes it again. */
interface Arrangement {
  readonly arrange: (tree: JsonTree) => JsonTree;
  /** Cause and phrase are absent when the body stays as it is. */
  readonly cause?: 'body-key-order' | 'body-empty-objects';
  /** Continues "the same JSON, serialized …". */
  readonly phrase?: string;
}

const emptyObject: JsonTree = { kind: 'object', members: [] };
const emptyArray: JsonTree = { kind: 'array', items: [] };

export const arrangements: readonly Arrangement[] = [
  { arrange: (tree) => tree },
  ordered('with its keys sorted', sortingBy(compareText)),
  topLevel('with the keys of the top-level object sorted', sortingBy(compareText)),
  ordered("with its keys in the order of PostgreSQL's jsonb", sortingBy(compareJsonbKeys)),
  { cause: 'body-key-order', phrase: "with its keys in Logto's order", arrange: restoreKeyOrder },
  replaced('with {} instead of []', emptyArray, emptyObject),
  replaced('with [] instead of {}', emptyObject, emptyArray),
];

type Sort = (members: readonly Member[]) => readonly Member[];

function ordered(phrase: string, sort: Sort): Arrangement {
  const reorder = (node: JsonTree): JsonTree =>
    node.kind === 'object' ? { kind: 'object', members: sort(node.members) } : node;
  return { cause: 'body-key-order', phrase, arrange: (tree) => mapTree(tree, reorder) };
}

/** Sorts only the top-level object, as `Object.entries(body).sort()` does. */
function topLevel(phrase: string, sort: Sort): Arrangement {
  return {
    cause: 'body-key-order',
    phrase,
    arrange: (tree) =>
      tree.kind === 'object' ? { kind: 'object', members: sort(tree.members) } : tree,
  };
}

function sortingBy(compare: (a: string, b: string) => number): Sort {
  return (members) => members.toSorted(([a], [b]) => compare(a.value, b.value));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Replaces empty objects by empty arrays or the reverse, as PHP does, which does not distinguish them. */
function replaced(phrase: string, from: JsonTree, to: JsonTree): Arrangement {
  const replace = (node: JsonTree) => (node.kind === from.kind && isEmpty(node) ? to : node);
  return {
    cause: 'body-empty-objects',
    phrase: `${phrase} (as PHP does)`,
    arrange: (tree) => mapTree(tree, replace),
  };
}

function isEmpty(node: JsonTree): boolean {
  if (node.kind === 'object') return node.members.length === 0;
  return node.kind === 'array' && node.items.length === 0;
}
