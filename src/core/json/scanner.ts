const [tab, lineFeed, carriageReturn, space] = [0x09, 0x0a, 0x0d, 0x20];
const [quote, plus, comma, minus, dot, zero, nine, colon] = [
  0x22, 0x2b, 0x2c, 0x2d, 0x2e, 0x30, 0x39, 0x3a,
];
const [openBracket, backslash, closeBracket, openBrace, closeBrace] = [
  0x5b, 0x5c, 0x5d, 0x7b, 0x7d,
];

/** The bytes that may follow a backslash, except `u` with its four digits: " / \ b f n r t. */
const escapes = new Set(Buffer.from('"/\\bfnrt'));

const literals = new Map(
  ['true', 'false', 'null'].map((word) => [word.charCodeAt(0), Buffer.from(word)] as const),
);

/** The first byte of each kind of value; numbers have several. */
export type ValueKind = 'object' | 'array' | 'string' | 'scalar';

/**
 * Reads JSON (RFC 8259) in UTF-8 token by token, without building anything. Every method throws a
 * SyntaxError if the text is not JSON.
 */
export class JsonScanner {
  readonly #bytes: Uint8Array;
  #position: number;
  /** The open containers of the value that is being skipped. */
  readonly #open = new ContainerStack();

  /** @param bytes valid UTF-8 */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    const hasByteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    this.#position = hasByteOrderMark ? 3 : 0;
  }

  /** The offset of the next byte. */
  get position(): number {
    return this.#position;
  }

  /** Returns the kind of the next value, and moves to its first byte. */
  peekKind(): ValueKind {
    const byte = this.#peek();
    if (byte === openBrace) return 'object';
    if (byte === openBracket) return 'array';
    return byte === quote ? 'string' : 'scalar';
  }

  /** Moves past the opening bracket of a container. Returns false, past the closing one, if it is empty. */
  enter(): boolean {
    const close = this.#next() === openBrace ? closeBrace : closeBracket;
    if (this.#peek() !== close) return true;
    this.#position++;
    return false;
  }

  /** Moves past the comma after an item or member. Returns false, past the closing bracket, after the last. */
  hasMore(kind: 'object' | 'array'): boolean {
    const byte = this.#next();
    if (byte === comma) return true;
    if (byte !== (kind === 'object' ? closeBrace : closeBracket)) this.#fail();
    return false;
  }

  /** Moves past a key and its colon. Returns where the key, with its quotation marks, begins and ends. */
  key(): readonly [start: number, end: number] {
    if (this.#peek() !== quote) this.#fail();
    const start = this.#position;
    this.#skipString();
    const end = this.#position;
    if (this.#next() !== colon) this.#fail();
    return [start, end];
  }

  /** Moves past a string, number, true, false or null. */
  skipScalar(): void {
    const byte = this.#peek();
    const literal = literals.get(byte);
    if (byte === quote) this.#skipString();
    else if (literal) this.#skipLiteral(literal);
    else this.#skipNumber();
  }

  /** Moves past a value of any depth, without recursion. Returns the number of values in it. */
  skipValue(): number {
    const open = this.#open;
    let values = 0;
    for (;;) {
      const kind = this.peekKind();
      values++;
      if (kind === 'string' || kind === 'scalar') this.skipScalar();
      else if (this.enter()) {
        open.push(kind);
        if (kind === 'object') this.key();
        continue;
      }
      while (open.top !== undefined && !this.hasMore(open.top)) open.pop();
      if (open.top === undefined) return values;
      if (open.top === 'object') this.key();
    }
  }

  /** Checks that only whitespace is left. */
  end(): void {
    this.#skipWhiteSpace();
    if (this.#position < this.#bytes.length) this.#fail();
  }

  #skipString(): void {
    const bytes = this.#bytes;
    let position = this.#position + 1;
    for (;;) {
      const byte = bytes[position++];
      if (byte === quote) break;
      if (byte === undefined || byte < space) this.#fail();
      if (byte === backslash) position = this.#skipEscape(position);
    }
    this.#position = position;
  }

  #skipEscape(position: number): number {
    const byte = this.#bytes[position] ?? 0;
    if (escapes.has(byte)) return position + 1;
    if (byte !== 0x75) this.#fail();
    for (let digit = 1; digit <= 4; digit++) {
      if (!isHexDigit(this.#bytes[position + digit] ?? 0)) this.#fail();
    }
    return position + 5;
  }

  #skipLiteral(literal: Uint8Array): void {
    for (const byte of literal) if (this.#bytes[this.#position++] !== byte) this.#fail();
  }

  #skipNumber(): void {
    if (this.#bytes[this.#position] === minus) this.#position++;
    if (this.#bytes[this.#position] === zero) this.#position++;
    else this.#skipDigits();
    if (this.#bytes[this.#position] === dot) {
      this.#position++;
      this.#skipDigits();
    }
    const exponent = this.#bytes[this.#position];
    if (exponent !== 0x65 && exponent !== 0x45) return;
    const sign = this.#bytes[++this.#position];
    if (sign === plus || sign === minus) this.#position++;
    this.#skipDigits();
  }

  #skipDigits(): void {
    const start = this.#position;
    while (isDigit(this.#bytes[this.#position] ?? 0)) this.#position++;
    if (this.#position === start) this.#fail();
  }

  #peek(): number {
    this.#skipWhiteSpace();
    return this.#bytes[this.#position] ?? 0;
  }

  #next(): number {
    const byte = this.#peek();
    this.#position++;
    return byte;
  }

  #skipWhiteSpace(): void {
    for (;;) {
      const byte = this.#bytes[this.#position];
      if (byte !== space && byte !== lineFeed && byte !== carriageReturn && byte !== tab) return;
      this.#position++;
    }
  }

  #fail(): never {
    throw new SyntaxError(`Not JSON at byte ${this.#position}`);
  }
}

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= nine;
}

function isHexDigit(byte: number): boolean {
  const letter = byte | 0x20;
  return isDigit(byte) || (letter >= 0x61 && letter <= 0x66);
}

/** The open containers, the innermost last: one byte each, because a body may open millions. */
class ContainerStack {
  #isObject = new Uint8Array(64);
  #length = 0;

  get top(): 'object' | 'array' | undefined {
    if (this.#length === 0) return undefined;
    return this.#isObject[this.#length - 1] === 1 ? 'object' : 'array';
  }

  push(kind: 'object' | 'array'): void {
    if (this.#length === this.#isObject.length) {
      const larger = new Uint8Array(2 * this.#length);
      larger.set(this.#isObject);
      this.#isObject = larger;
    }
    this.#isObject[this.#length++] = kind === 'object' ? 1 : 0;
  }

  pop(): void {
    this.#length--;
  }
}
