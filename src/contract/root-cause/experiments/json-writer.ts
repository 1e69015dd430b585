import {
  type JsonTree,
  type Layout,
  type Member,
  mapTree,
  parseTree,
  writeTree,
} from '../../../core/json/tree.ts';
import type { RootCauseId } from '../root-cause.ts';

/** A way to serialize parsed JSON. */
export interface Writer {
  readonly id: RootCauseId;
  /** Continues "the parsed body, written again …". */
  readonly phrase: string;
  readonly write: (body: string) => string;
}

export const compact: Layout = { comma: ',', colon: ':', indent: '' };
export const spaced: Layout = { comma: ', ', colon: ': ', indent: '' };
export const indented = (indent: string): Layout => ({ comma: ',', colon: ': ', indent });

type Escape = (text: string) => string;

export const asIs: Escape = (text) => text;
export const unicode: Escape = (text) => text.replace(/[\u007f-\uffff]/g, lowerHex);
export const slashes: Escape = (text) => text.replaceAll('/', '\\/');
export const htmlAsGo: Escape = (text) => text.replace(/[<>&\u2028\u2029]/g, lowerHex);
export const htmlAsGson: Escape = (text) => text.replace(/[<>&='\u2028\u2029]/g, lowerHex);
/** https://learn.microsoft.com/dotnet/standard/serialization/system-text-json/character-encoding */
export const dotnet: Escape = (text) =>
  text.replace(/\\"|[<>&'+`\u007f-\uffff]/g, (one) => upperHex(one.slice(-1)));

function lowerHex(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function upperHex(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

type Arrange = (tree: JsonTree) => JsonTree;

const keep: Arrange = (tree) => tree;
export const sorted: Arrange = (tree) => mapTree(tree, sortMembers);
export const sortedOutside: Arrange = (tree) => sortMembers(tree);
export const emptyObjectsAsArrays: Arrange = (tree) =>
  mapTree(tree, (node) =>
    node.kind === 'object' && node.members.length === 0 ? { kind: 'array', items: [] } : node,
  );

/** Keys in the order of PostgreSQL's jsonb. */
export const sortedAsJsonb: Arrange = (tree) => mapTree(tree, sortAsJsonb);

function sortMembers(node: JsonTree): JsonTree {
  if (node.kind !== 'object') return node;
  const members = node.members.toSorted(([a]: Member, [b]: Member) =>
    a.value < b.value ? -1 : Number(a.value > b.value),
  );
  return { kind: 'object', members };
}

export function writer(
  id: RootCauseId,
  phrase: string,
  layout: Layout,
  escapeText: Escape = asIs,
  arrange: Arrange = keep,
): Writer {
  return {
    id,
    phrase,
    write(body) {
      const tree = parseTree(body);
      if (!tree) return body;
      return writeTree(
        arrange(tree),
        layout,
        ({ value }) => `"${escapeText(JSON.stringify(value).slice(1, -1))}"`,
      );
    },
  };
}

/** PostgreSQL, `lengthCompareJsonbStringValue`: shorter keys first. */
function sortAsJsonb(node: JsonTree): JsonTree {
  if (node.kind !== 'object') return node;
  const sizeOf = ([key]: Member) => Buffer.byteLength(key.value);
  const members = node.members.toSorted(
    (a, b) => sizeOf(a) - sizeOf(b) || (a[0].value < b[0].value ? -1 : 1),
  );
  return { kind: 'object', members };
}
