import type { JsonEntry, JsonNode } from '../details/json-nodes.ts';

/** One line of two texts side by side; null where a side has nothing there. */
export interface ComparedLine {
  readonly level: number;
  readonly left: string | null;
  readonly right: string | null;
  readonly kind: 'same' | 'changed' | 'removed' | 'added';
}

/** Lines that are made at the most: nobody reads more. */
const mostLines = 5_000;

/**
 * Two payloads in lines, aligned by their keys: what only one side has is a line of its own, and
 * keys in another order are no difference.
 */
export function compareJson(left: JsonNode, right: JsonNode): ComparedLine[] {
  const lines: ComparedLine[] = [];
  compareValues('', left, right, 0, lines);
  return lines;
}

function compareValues(
  key: string,
  left: JsonNode,
  right: JsonNode,
  level: number,
  lines: ComparedLine[],
): void {
  if (lines.length > mostLines) return;
  if (!('entries' in left && 'entries' in right && left.kind === right.kind)) {
    if ('text' in left && 'text' in right) {
      const kind = left.text === right.text ? 'same' : 'changed';
      lines.push({ level, left: key + left.text, right: key + right.text, kind });
      return;
    }
    list(key, left, level, 'removed', lines);
    list(key, right, level, 'added', lines);
    return;
  }
  const [begin, end] = left.kind === 'object' ? ['{', '}'] : ['[', ']'];
  lines.push({ level, left: key + begin, right: key + begin, kind: 'same' });
  for (const [name, one, other] of pairUp(left.entries, right.entries)) {
    const label = left.kind === 'object' ? `${name}: ` : '';
    if (one && other) compareValues(label, one, other, level + 1, lines);
    else if (one) list(label, one, level + 1, 'removed', lines);
    else if (other) list(label, other, level + 1, 'added', lines);
  }
  lines.push({ level, left: end, right: end, kind: 'same' });
}

/** The lines that differ, below those that open what they are in. */
export function keepDifferences(lines: readonly ComparedLine[]): ComparedLine[] {
  const way: ComparedLine[] = [];
  const kept = new Set<ComparedLine>();
  for (const line of lines) {
    way[line.level] = line;
    if (line.kind !== 'same') for (const part of way.slice(0, line.level + 1)) kept.add(part);
  }
  return [...kept];
}

type Pair = readonly [key: string, left: JsonNode | undefined, right: JsonNode | undefined];

/** By key, in the order of the left side; what only the right has comes last. */
function pairUp(left: readonly JsonEntry[], right: readonly JsonEntry[]): Pair[] {
  const others = new Map(right.map(({ key, node }) => [key, node]));
  const keys = new Set(left.map(({ key }) => key));
  return [
    ...left.map(({ key, node }): Pair => [key, node, others.get(key)]),
    ...right
      .filter(({ key }) => !keys.has(key))
      .map(({ key, node }): Pair => [key, undefined, node]),
  ];
}

/** All of a value that only one side has. */
function list(
  key: string,
  node: JsonNode,
  level: number,
  kind: 'removed' | 'added',
  lines: ComparedLine[],
): void {
  if (lines.length > mostLines || level > 100) return;
  const push = (text: string) =>
    lines.push({
      level,
      kind,
      left: kind === 'removed' ? text : null,
      right: kind === 'added' ? text : null,
    });
  if ('text' in node) {
    push(key + node.text);
    return;
  }
  const [begin, end] = node.kind === 'object' ? ['{', '}'] : ['[', ']'];
  push(key + begin);
  for (const entry of node.entries) {
    list(node.kind === 'object' ? `${entry.key}: ` : '', entry.node, level + 1, kind, lines);
  }
  push(end);
}
