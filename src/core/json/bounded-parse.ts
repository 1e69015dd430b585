import { isUtf8 } from 'node:buffer';
import { JsonScanner } from './scanner.ts';

/** How much of a JSON text is parsed into values; the rest is only checked. */
export interface ParseLimits {
  /** Containers nested deeper than this are left empty. */
  readonly depth: number;
  /** Values (containers and scalars) that are built. */
  readonly values: number;
  /** Members of the outermost object that are always built if they are scalars. */
  readonly always: readonly string[];
}

/** The built part of a JSON text. */
export interface BoundedValue {
  readonly value: unknown;
  /** How many values the text has, those that were not built included. */
  readonly values: number;
  /** Whether the text has more values within the depth than were built. */
  readonly isCut: boolean;
}

/**
 * Parses JSON with a bound on time and memory. `JSON.parse` builds everything: for 5 MB of `[[],[],…]`,
 * or of objects with different keys, it takes 30 times as long as for a payload of that size.
 * @param bytes JSON in UTF-8, with or without a byte order mark
 * @throws SyntaxError if `JSON.parse` would, and for bytes that are not UTF-8
 */
export function parseBounded(bytes: Uint8Array, limits: ParseLimits): BoundedValue {
  if (!isUtf8(bytes)) throw new SyntaxError('Not UTF-8');
  return new BoundedParser(bytes, limits).parse();
}

type Members = Record<string, unknown>;

class BoundedParser {
  readonly #text: Buffer;
  readonly #scanner: JsonScanner;
  readonly #limits: ParseLimits;
  /** With their quotation marks, by length. */
  readonly #always: ReadonlyMap<number, readonly string[]>;
  #values = 0;
  #built = 0;
  #isCut = false;

  constructor(bytes: Uint8Array, limits: ParseLimits) {
    this.#text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#scanner = new JsonScanner(bytes);
    this.#limits = limits;
    this.#always = groupByLength(limits.always.map((name) => `"${name}"`));
  }

  parse(): BoundedValue {
    const value = this.#value(0);
    this.#scanner.end();
    return { value, values: this.#values, isCut: this.#isCut };
  }

  #value(depth: number): unknown {
    const kind = this.#scanner.peekKind();
    if (kind === 'string' || kind === 'scalar') return this.#scalar();
    this.#built++;
    if (depth === this.#limits.depth) {
      this.#skip();
      return kind === 'object' ? {} : [];
    }
    this.#values++;
    return kind === 'object' ? this.#object(depth + 1) : this.#array(depth + 1);
  }

  #scalar(): unknown {
    const start = this.#scanner.position;
    this.#scanner.skipScalar();
    this.#values++;
    this.#built++;
    return this.#source(start, this.#scanner.position);
  }

  #array(depth: number): unknown[] {
    const items: unknown[] = [];
    if (!this.#scanner.enter()) return items;
    do {
      if (this.#hasRoom()) items.push(this.#value(depth));
      else this.#skip();
    } while (this.#scanner.hasMore('array'));
    return items;
  }

  #object(depth: number): Members {
    const members: Members = {};
    if (!this.#scanner.enter()) return members;
    do {
      const [start, end] = this.#scanner.key();
      if (this.#hasRoom() || (depth === 1 && this.#isAlwaysBuilt(start, end))) {
        define(members, String(this.#source(start, end)), this.#value(depth));
      } else this.#skip();
    } while (this.#scanner.hasMore('object'));
    return members;
  }

  #isAlwaysBuilt(start: number, end: number): boolean {
    const names = this.#always.get(end - start);
    if (names === undefined) return false;
    const kind = this.#scanner.peekKind();
    if (kind === 'object' || kind === 'array') return false;
    return names.includes(this.#text.toString('latin1', start, end));
  }

  #hasRoom(): boolean {
    if (this.#built < this.#limits.values) return true;
    this.#isCut = true;
    return false;
  }

  #skip(): void {
    this.#values += this.#scanner.skipValue();
  }

  #source(start: number, end: number): unknown {
    return JSON.parse(this.#text.toString('utf8', start, end));
  }
}

function groupByLength(names: readonly string[]): Map<number, string[]> {
  const groups = new Map<number, string[]>();
  for (const name of names) groups.set(name.length, [...(groups.get(name.length) ?? []), name]);
  return groups;
}

/** Sets a member; `__proto__` is a key like any other, as for JSON.parse. */
function define(members: Members, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(members, key, {
      value,
      ...{ configurable: true, enumerable: true, writable: true },
    });
  } else members[key] = value;
}
