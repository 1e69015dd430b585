import { UsageError } from '../errors.ts';
import { type JsonTree, type Member, parseTree, writeTree } from '../json/tree.ts';
import type { PathSegments } from './path.ts';

/** Changes one value; undefined means that there is none, before or after. */
type Change = (node: JsonTree | undefined) => JsonTree | undefined;

/**
 * Parses a payload to be edited.
 * @param text valid JSON
 * @throws UsageError if it is nested more than 256 levels deep
 */
export function toEditableTree(text: string): JsonTree {
  const tree = parseTree(text);
  if (tree) return tree;
  throw new UsageError('The JSON is nested too deeply to be edited.', 'Send it without edits.');
}

/** Writes a tree as compact JSON, with strings as Logto writes them and numbers as they are. */
export function writeCompact(tree: JsonTree): string {
  const layout = { comma: ',', colon: ':', indent: '' };
  return writeTree(tree, layout, ({ value }) => JSON.stringify(value));
}

/** Returns whether a tree has a value at a path. */
export function hasNode(tree: JsonTree, path: PathSegments): boolean {
  let node: JsonTree | undefined = tree;
  for (const step of path) node = node && childOf(node, step);
  return node !== undefined;
}

/**
 * Returns a tree with a value set at a path. Missing and null values on the way become arrays before an
 * index and objects before a name. Of duplicate keys, the last one is set, which is the one that parsers
 * read.
 * @throws UsageError if the path leads through a scalar or past the end of an array
 */
export function setNode(tree: JsonTree, path: PathSegments, value: JsonTree): JsonTree {
  return changeAt(tree, path, 0, () => value, true) ?? value;
}

/** Returns a tree without the value at a path; of duplicate keys, all are removed. */
export function unsetNode(tree: JsonTree, path: PathSegments): JsonTree {
  return hasNode(tree, path) ? (changeAt(tree, path, 0, () => undefined, false) ?? tree) : tree;
}

function childOf(node: JsonTree, step: string | number): JsonTree | undefined {
  if (node.kind === 'array') return /^\d+$/.test(`${step}`) ? node.items[Number(step)] : undefined;
  if (node.kind !== 'object') return undefined;
  return node.members.findLast(([key]) => key.value === String(step))?.[1];
}

function changeAt(
  node: JsonTree | undefined,
  path: PathSegments,
  depth: number,
  change: Change,
  create: boolean,
): JsonTree | undefined {
  const step = path[depth];
  if (step === undefined) return change(node);
  const isMissing = node === undefined || (node.kind === 'literal' && node.source === 'null');
  const container: JsonTree | undefined = isMissing && create ? emptyFor(step) : node;
  if (container?.kind === 'array') {
    const index = indexIn(container.items, step, path.slice(0, depth + 1));
    const item = changeAt(container.items[index], path, depth + 1, change, create);
    return { kind: 'array', items: container.items.toSpliced(index, 1, ...(item ? [item] : [])) };
  }
  if (container?.kind !== 'object') {
    const where = path.slice(0, depth).join('.') || 'The payload';
    throw new UsageError(`'${where}' is not an object or array.`, 'Set it to one first.');
  }
  const child = changeAt(childOf(container, step), path, depth + 1, change, create);
  return { kind: 'object', members: replaceMember(container.members, String(step), child) };
}

function emptyFor(step: string | number): JsonTree {
  return typeof step === 'number' ? { kind: 'array', items: [] } : { kind: 'object', members: [] };
}

function replaceMember(
  members: readonly Member[],
  name: string,
  value: JsonTree | undefined,
): readonly Member[] {
  if (value === undefined) return members.filter(([key]) => key.value !== name);
  const index = members.findLastIndex(([key]) => key.value === name);
  const key = { kind: 'string', source: JSON.stringify(name), value: name } as const;
  return index < 0 ? [...members, [key, value]] : members.with(index, [key, value]);
}

/** Returns the index that a step names; an array grows by one item at a time. */
function indexIn(
  { length }: readonly JsonTree[],
  step: string | number,
  path: PathSegments,
): number {
  const where = path.join('.');
  if (!/^\d+$/.test(`${step}`)) {
    throw new UsageError(`'${where}' leads into an array.`, `Use an index, not '${step}'.`);
  }
  if (Number(step) > length) {
    throw new UsageError(`'${where}' is past the end of an array.`, `The next index is ${length}.`);
  }
  return Number(step);
}
