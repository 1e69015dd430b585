/** Writes JSON like Python's `json.dumps(value, ensure_ascii=False)` and PostgreSQL's jsonb. */
export function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).map(([key, each]) => `${spaced(key)}: ${spaced(each)}`);
  return `{${members.join(', ')}}`;
}

/** Sorts keys, including those of nested objects. */
export function sorted(value: unknown): unknown {
  return reordered(value, (a, b) => (a < b ? -1 : 1));
}

/** Orders keys as jsonb does. */
export function jsonbOrder(value: unknown): unknown {
  const bytes = (text: string) => Buffer.from(text);
  return reordered(
    value,
    (a, b) => bytes(a).length - bytes(b).length || Buffer.compare(bytes(a), bytes(b)),
  );
}

/** Characters as lowercase `\uxxxx`; by default, all that are not ASCII. */
export function escaped(json: string, pattern = /[\u0080-\uffff]/g): string {
  return json.replace(
    pattern,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Escapes like PHP's `json_encode`. */
export function php(json: string): string {
  return escaped(json).replaceAll('/', '\\/');
}

function reordered(value: unknown, compare: (a: string, b: string) => number): unknown {
  if (Array.isArray(value)) return value.map((each) => reordered(each, compare));
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).sort(([a], [b]) => compare(a, b));
  return Object.fromEntries(members.map(([key, each]) => [key, reordered(each, compare)]));
}
