import type { JsonEntry, JsonNode } from '../details/json-nodes.ts';

/** A line of two texts side by side; null if a side has nothing there. */
export interface ComparedLine {
  readonly level: number;
  readonly left: string | null;
  readonly right: string | null;
  readonly kind: 'same' | 'changed' | 'removed' | 'added';
}

export interface Comparison {
  readonly lines: readonly ComparedLine[];
  /** Whether the payloads have more lines or levels than were compared. */
  readonly isCut: boolean;
}

const max = { lines: 2_000, levels: 100, columns: 2_000 } as const;

/** Compares two payloads line by line, aligned by their keys; the order of keys does not matter. */
export function compareJson(left: JsonNode, right: JsonNode): Comparison {
  const comparer = new Comparer();
  comparer.compare('', left, right, 0);
  return comparer;
}

class Comparer implements Comparison {
  readonly lines: ComparedLine[] = [];
  isCut = false;

  compare(key: string, left: JsonNode, right: JsonNode, level: number): void {
    if (this.#isFull(level)) return;
    if ('text' in left && 'text' in right) {
      const kind = left.text === right.text ? 'same' : 'changed';
      this.#add(level, kind, key + left.text, key + right.text);
    } else if ('entries' in left && 'entries' in right && left.kind === right.kind) {
      const [begin, end] = bracketsOf(left);
      this.#add(level, 'same', key + begin, key + begin);
      for (const [name, one, other] of pairUp(left.entries, right.entries)) {
        const label = left.kind === 'object' ? `${name}: ` : '';
        if (one && other) this.compare(label, one, other, level + 1);
        else if (one) this.#addAll(label, one, level + 1, 'removed');
        else if (other) this.#addAll(label, other, level + 1, 'added');
      }
      this.#add(level, 'same', end, end);
    } else {
      this.#addAll(key, left, level, 'removed');
      this.#addAll(key, right, level, 'added');
    }
  }

  /** Adds the lines of a value that only one side has. */
  #addAll(key: string, node: JsonNode, level: number, kind: 'removed' | 'added'): void {
    if (this.#isFull(level)) return;
    const add = (text: string) =>
      kind === 'removed' ? this.#add(level, kind, text, null) : this.#add(level, kind, null, text);
    if ('text' in node) {
      add(key + node.text);
      return;
    }
    const [begin, end] = bracketsOf(node);
    add(key + begin);
    for (const entry of node.entries) {
      if (this.isCut) return;
      this.#addAll(node.kind === 'object' ? `${entry.key}: ` : '', entry.node, level + 1, kind);
    }
    add(end);
  }

  #add(level: number, kind: ComparedLine['kind'], left: string | null, right: string | null): void {
    const cut = (text: string | null) => text?.slice(0, max.columns) ?? null;
    this.lines.push({ level, kind, left: cut(left), right: cut(right) });
  }

  #isFull(level: number): boolean {
    this.isCut ||= this.lines.length >= max.lines || level > max.levels;
    return this.isCut;
  }
}

/** Returns the lines that differ, and the lines that open the objects and arrays around them. */
export function keepDifferences(lines: readonly ComparedLine[]): ComparedLine[] {
  const path: ComparedLine[] = [];
  const kept = new Set<ComparedLine>();
  for (const line of lines) {
    path[line.level] = line;
    if (line.kind !== 'same') for (const part of path.slice(0, line.level + 1)) kept.add(part);
  }
  return [...kept];
}

function bracketsOf({ kind }: JsonNode): readonly [string, string] {
  return kind === 'object' ? ['{', '}'] : ['[', ']'];
}

type Pair = readonly [key: string, left: JsonNode | undefined, right: JsonNode | undefined];

/** Pairs entries by key in the order of the left side; keys that only the right side has come last. */
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
