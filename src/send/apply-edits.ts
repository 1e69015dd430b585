import { UsageError } from '../core/errors.ts';
import { isObject } from '../core/json/is-object.ts';
import { type JsonTree, parseTree } from '../core/json/tree.ts';
import {
  hasNode,
  setNode,
  toEditableTree,
  unsetNode,
  writeCompact,
} from '../core/payload/edit-tree.ts';
import { driftOf, identifyValue } from '../core/payload/parse.ts';
import type { PayloadEdit, PayloadEdits, SetEdit } from './edits.ts';
import { isKnownPath, suggestPath, typesAt } from './known-paths.ts';

// Loads the schemas, which take 20 ms: imported only when there are edits.

export interface EditedPayload {
  /** Compact JSON. */
  readonly text: string;
  /** One line for each value that Logto would not send there. */
  readonly warnings: readonly string[];
}

/**
 * Applies edits to a payload. Everything else stays as written: large numbers, duplicate keys, the order of
 * keys.
 * @param text a JSON object
 * @throws UsageError for a path that is neither in the payload nor in the event's schema, unless forced
 */
export function applyEdits(text: string, { list, force }: PayloadEdits): EditedPayload {
  const payload: unknown = JSON.parse(text);
  const event = isObject(payload) ? payload.event : undefined;
  let tree = toEditableTree(text);
  for (const edit of list) {
    if (!force && !hasNode(tree, edit.path)) requireKnownPath(payload, event, edit);
    tree =
      edit.kind === 'set'
        ? setNode(tree, edit.path, toNode(edit, typesAt(event, edit.path)))
        : unsetNode(tree, edit.path);
  }
  const edited = writeCompact(tree);
  return { text: edited, warnings: describeNewDrift(payload, JSON.parse(edited)) };
}

/** Returns the value to set: JSON if it is of a type that the schema allows there, otherwise text. */
function toNode({ value, isJson }: SetEdit, types: ReadonlySet<string> | undefined): JsonTree {
  if (isJson) return toEditableTree(value);
  const text = { kind: 'string', source: JSON.stringify(value), value } as const;
  const json = parseTree(value);
  if (!json) return text;
  return types === undefined || types.has(typeOf(json)) || !types.has('string') ? json : text;
}

function typeOf(node: JsonTree): string {
  if (node.kind !== 'literal') return node.kind;
  if (node.source === 'null') return 'null';
  return node.source === 'true' || node.source === 'false' ? 'boolean' : 'number';
}

function requireKnownPath(payload: unknown, event: unknown, { kind, path, text }: PayloadEdit) {
  if (isKnownPath(event, path)) return;
  const subject = typeof event === 'string' ? event : 'The payload';
  const guess = suggestPath(Object.keys(Object(payload)), event, path);
  const hint = guess === undefined ? '' : `Did you mean ${guess}? `;
  const verb = kind === 'set' ? 'set' : 'remove';
  throw new UsageError(`${subject} has no '${text}'.`, `${hint}Add --force to ${verb} it anyway.`);
}

/** Returns a line for each place that does not fit the schema and did before. */
function describeNewDrift(before: unknown, after: unknown): string[] {
  const old = new Set(driftOf(identifyValue(before)).map(({ path }) => path));
  const { event } = identifyValue(after);
  return driftOf(identifyValue(after))
    .filter(({ path }) => !old.has(path))
    .map(({ path, expected, got }) =>
      got === 'missing'
        ? `${event ?? 'The payload'} always has '${path}' (${expected}).`
        : `'${path}' has the wrong type: expected ${expected}, got ${got}.`,
    );
}
