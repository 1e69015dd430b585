/*
 * How python-dotenv reads a .env file (dotenv/parser.py and dotenv/variables.py of version 1.2,
 * https://github.com/theskumar/python-dotenv).
 */

/** Whitespace as `\s` matches it in Python, without the line feed. */
const blank =
  '\\t\\v\\f\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const patterns = {
  space: new RegExp(`[${blank}\\n]*`, 'y'),
  blank: new RegExp(`[${blank}]*`, 'y'),
  export: new RegExp(`(?:export[${blank}]+)?`, 'y'),
  quotedName: /'([^']+)'/y,
  name: new RegExp(`([^=#\\n${blank}]+)`, 'y'),
  equals: new RegExp(`=[${blank}]*`, 'y'),
  singleQuoted: /'((?:\\'|[^'])*)'/y,
  doubleQuoted: /"((?:\\"|[^"])*)"/y,
  unquoted: /([^\n]*)/y,
  comment: new RegExp(`(?:[${blank}]*#[^\\n]*)?`, 'y'),
  lineEnd: new RegExp(`[${blank}]*(?:\\n|$)`, 'y'),
  restOfLine: /[^\n]*\n?/y,
} as const;

/** What ends an unquoted value: comments after whitespace, and whitespace at the end. */
const afterValue = new RegExp(`[${blank}]+#[^\\n]*|[${blank}]+$`, 'g');

/** `${NAME}` or `${NAME:-default}`: the value then depends on other variables. */
const expansion = /\$\{[^}:]*(?::-[^}]*)?\}/;

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Returns the variables of a .env file; undefined for one without a value of its own. */
export function readAsPythonDotenv(text: string): Map<string, string | undefined> {
  const cursor = new Cursor(text.replace(/\r\n?/g, '\n'));
  const values = new Map<string, string | undefined>();
  while (!cursor.isAtEnd) {
    const [name, value] = readBinding(cursor);
    if (cursor.hasFailed) cursor.skipLine();
    else if (name !== undefined) values.set(name, value);
  }
  return values;
}

function readBinding(cursor: Cursor): [name?: string, value?: string] {
  cursor.take(patterns.space);
  if (cursor.isAtEnd) return [];
  cursor.take(patterns.export);
  const name = readName(cursor);
  cursor.take(patterns.blank);
  const value = cursor.next === '=' ? readValue(cursor) : undefined;
  cursor.take(patterns.comment);
  cursor.take(patterns.lineEnd);
  if (name === undefined) return [];
  return value === undefined || expansion.test(value) ? [name] : [name, value];
}

function readName(cursor: Cursor): string | undefined {
  if (cursor.next === '#') return undefined;
  return cursor.take(cursor.next === "'" ? patterns.quotedName : patterns.name);
}

function readValue(cursor: Cursor): string | undefined {
  cursor.take(patterns.equals);
  switch (cursor.next) {
    case "'":
      return cursor.take(patterns.singleQuoted)?.replace(/\\([\\'])/g, '$1');
    case '"':
      return cursor
        .take(patterns.doubleQuoted)
        ?.replace(/\\([\\'"abfnrtv])/g, (_, letter: string) => escapes[letter] ?? letter);
    default:
      return cursor.take(patterns.unquoted)?.replace(afterValue, '');
  }
}

/** A position in a text. Once a pattern does not match, it stays there until the line is skipped. */
class Cursor {
  hasFailed = false;
  #position = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#text.length;
  }

  get next(): string {
    return this.#text.charAt(this.#position);
  }

  /** Moves past what a sticky pattern matches and returns its group. */
  take(pattern: RegExp): string | undefined {
    if (this.hasFailed) return undefined;
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.#text);
    this.hasFailed = !match;
    this.#position += match?.[0].length ?? 0;
    return match?.[1];
  }

  skipLine(): void {
    this.hasFailed = false;
    this.take(patterns.restOfLine);
  }
}
