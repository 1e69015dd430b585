/*
 * How other stacks write JSON, each the plainest way to say it: what tests of the diagnosis compare
 * with.
 */

/** Python's `json.dumps(value, ensure_ascii=False)`, and the text of a jsonb column. */
export function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).map(([key, each]) => `${spaced(key)}: ${spaced(each)}`);
  return `{${members.join(', ')}}`;
}

/** Keys sorted, in nested objects too. */
export function sorted(value: unknown): unknown {
  return reordered(value, (a, b) => (a < b ? -1 : 1));
}

/** Keys as jsonb gives them back. */
export function jsonbOrder(value: unknown): unknown {
  const bytes = (text: string) => Buffer.from(text);
  return reordered(
    value,
    (a, b) => bytes(a).length - bytes(b).length || Buffer.compare(bytes(a), bytes(b)),
  );
}

/** Characters as lowercase `\uxxxx`, all outside of ASCII unless a pattern says which. */
export function escaped(json: string, pattern = /[\u0080-\uffff]/g): string {
  return json.replace(
    pattern,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** PHP's `json_encode`. */
export function php(json: string): string {
  return escaped(json).replaceAll('/', '\\/');
}

function reordered(value: unknown, compare: (a: string, b: string) => number): unknown {
  if (Array.isArray(value)) return value.map((each) => reordered(each, compare));
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).sort(([a], [b]) => compare(a, b));
  return Object.fromEntries(members.map(([key, each]) => [key, reordered(each, compare)]));
}
