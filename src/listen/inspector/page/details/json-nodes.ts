import { isJson, tokenizeJson } from '../../../../core/json/tokens.ts';

/** A JSON value with its scalars and keys as written: exact numbers, escapes, duplicate keys. */
export type JsonNode =
  | { readonly kind: 'object' | 'array'; readonly entries: readonly JsonEntry[] }
  | { readonly kind: 'string' | 'number' | 'word'; readonly text: string };

export interface JsonEntry {
  /** With its quotes; an index in an array. */
  readonly key: string;
  readonly node: JsonNode;
}

type Scalar = Extract<JsonNode, { text: string }>;

interface Container {
  readonly kind: 'object' | 'array';
  readonly entries: JsonEntry[];
}

/** Parses JSON text, or returns undefined. It does not recurse, because a body may be nested deeply. */
export function readJson(text: string): JsonNode | undefined {
  if (!isJson(text)) return undefined;
  const root: Container = { kind: 'array', entries: [] };
  const open: Container[] = [root];
  let key: string | undefined;
  let isKeyNext = false;
  for (const token of tokenizeJson(text)) {
    const holder = open.at(-1) ?? root;
    if (token === ':') isKeyNext = false;
    else if (token === ',') isKeyNext = holder.kind === 'object';
    else if (token === '}' || token === ']') open.pop();
    else if (isKeyNext) key = token;
    else {
      const node = nodeOf(token);
      holder.entries.push({ key: key ?? String(holder.entries.length), node });
      key = undefined;
      if ('entries' in node) open.push(node);
    }
    if (token === '{') isKeyNext = true;
    if (token === '[' || token === '}' || token === ']') isKeyNext = false;
  }
  return root.entries[0]?.node;
}

function nodeOf(token: string): Container | Scalar {
  if (token === '{') return { kind: 'object', entries: [] };
  if (token === '[') return { kind: 'array', entries: [] };
  const kind = token.startsWith('"') ? 'string' : /^[-\d]/.test(token) ? 'number' : 'word';
  return { kind, text: token };
}
