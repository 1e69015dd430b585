import { isJson } from './tokens.ts';

/** JSON with what JSON.parse loses: key order, repeated keys, and how strings and numbers are written. */
export type JsonTree =
  | { readonly kind: 'object'; readonly members: readonly Member[] }
  | { readonly kind: 'array'; readonly items: readonly JsonTree[] }
  | JsonString
  /** A number, true, false or null as written. */
  | { readonly kind: 'literal'; readonly source: string };

export type Member = readonly [key: JsonString, value: JsonTree];

interface JsonString {
  readonly kind: 'string';
  /** As written, with its quotation marks. */
  readonly source: string;
  readonly value: string;
}

/** The whitespace of JSON text. */
export interface Layout {
  readonly comma: string;
  readonly colon: string;
  /** One level of indentation; empty for a single line. */
  readonly indent: string;
}

export type WriteString = (string: JsonString) => string;

interface Container {
  readonly node: { kind: 'object'; members: Member[] } | { kind: 'array'; items: JsonTree[] };
  key: JsonString | undefined;
}

/** Deeper than any payload, and shallow enough for recursion. */
const maximumDepth = 256;
/** Levels of indentation over all values: keeps a small text from growing huge when indented. */
const maximumIndentation = 1_000_000;

const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]|[^\s"[\]{},:]+/g;

/** Parses JSON text; returns undefined if it is not JSON, or nested too deeply to be written again. */
export function parseTree(text: string): JsonTree | undefined {
  if (!isJson(text)) return undefined;
  const root: JsonTree[] = [];
  const stack: Container[] = [{ node: { kind: 'array', items: root }, key: undefined }];
  let indentation = 0;
  for (const [token] of text.matchAll(tokens)) {
    const container = stack.at(-1);
    indentation += stack.length;
    if (!container || stack.length > maximumDepth || indentation > maximumIndentation)
      return undefined;
    if (token === '}' || token === ']') stack.pop();
    else if (token === '{' || token === '[') {
      const node: Container['node'] =
        token === '{' ? { kind: 'object', members: [] } : { kind: 'array', items: [] };
      add(container, node);
      stack.push({ node, key: undefined });
    } else add(container, scalar(token));
  }
  return root[0];
}

function scalar(source: string): JsonTree {
  if (!source.startsWith('"')) return { kind: 'literal', source };
  return { kind: 'string', source, value: String(JSON.parse(source)) };
}

function add(container: Container, value: JsonTree): void {
  const { node, key } = container;
  if (node.kind === 'array') node.items.push(value);
  else if (key) {
    node.members.push([key, value]);
    container.key = undefined;
  } else if (value.kind === 'string') container.key = value;
}

/** Returns a tree as text. */
export function writeTree(tree: JsonTree, layout: Layout, writeString: WriteString): string {
  const { comma, colon, indent } = layout;
  const enclose = ([open, close]: string, parts: readonly string[], margin: string): string => {
    if (parts.length === 0 || indent === '') return `${open}${parts.join(comma)}${close}`;
    const inner = `\n${margin}${indent}`;
    return `${open}${inner}${parts.join(comma + inner)}\n${margin}${close}`;
  };
  const write = (node: JsonTree, margin: string): string => {
    const inner = margin + indent;
    if (node.kind === 'literal') return node.source;
    if (node.kind === 'string') return writeString(node);
    if (node.kind === 'array') {
      return enclose(
        '[]',
        node.items.map((item) => write(item, inner)),
        margin,
      );
    }
    const members = node.members.map(
      ([key, value]) => `${writeString(key)}${colon}${write(value, inner)}`,
    );
    return enclose('{}', members, margin);
  };
  return write(tree, '');
}

/** Returns the tree with `change` applied to every object and array, the innermost first. */
export function mapTree(tree: JsonTree, change: (node: JsonTree) => JsonTree): JsonTree {
  if (tree.kind === 'array') {
    return change({ kind: 'array', items: tree.items.map((item) => mapTree(item, change)) });
  }
  if (tree.kind !== 'object') return tree;
  const members = tree.members.map(([key, value]) => [key, mapTree(value, change)] as const);
  return change({ kind: 'object', members });
}
