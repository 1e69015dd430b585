/*
 * JSON as text, without parsing it into values. This keeps what JSON.parse loses: numbers beyond 2^53, 1.0,
 * escapes, repeated keys and the order of keys.
 */

/** Deeper levels are not indented further, so that deep nesting cannot fill the screen or the memory. */
const maxIndent = 32;

/**
 * Characters of JSON that are laid out for display. Logto's largest payload has 470 KB; laying out 5 MB of
 * brackets, which anybody may send, took 2.6 GB (measured).
 */
export const maxLaidOut = 512 * 1024;

const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Yields the tokens of JSON text: brackets, commas, colons, strings with their quotation marks, the rest as written.
 * @param text valid JSON
 */
export function tokenizeJson(text: string): string[] {
  return text.match(tokens) ?? [];
}

/**
 * Returns JSON text on several lines, with two spaces per level and no newline at the end.
 * @param text valid JSON
 */
export function indentJson(text: string): string {
  let depth = 0;
  let output = '';
  let previous = '';
  const newline = () => `\n${'  '.repeat(Math.min(depth, maxIndent))}`;
  for (const [token] of text.matchAll(tokens)) {
    const opens = previous === '{' || previous === '[';
    if (token === '}' || token === ']') {
      depth--;
      output += opens ? token : newline() + token;
    } else {
      if (opens || previous === ',') output += newline();
      if (token === '{' || token === '[') depth++;
      output += token === ':' ? ': ' : token;
    }
    previous = token;
  }
  return output;
}

/**
 * Indents JSON text for an editor; returns it unchanged if its nesting would multiply its size.
 * @param text valid JSON
 */
export function indentToEdit(text: string): string {
  const indented = indentJson(text);
  return indented.length > 1024 + 4 * text.length ? text : indented;
}

/** Returns JSON text without the whitespace between its tokens. */
export function compactJsonText(text: string): string {
  return tokenizeJson(text).join('');
}

/** Returns whether a text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The callbacks of `mapJson`. A place is the caller's own description of a value's position. */
export interface JsonVisitor<Place> {
  /** Returns the place of the value under a key or index of `parent`. */
  place(parent: Place, step: string | number): Place;
  /** Returns the replacement of a key in the object at `parent`; both are source text with quotation marks. */
  key(source: string, parent: Place): string;
  /** Returns the replacement of a string, number, true, false or null. */
  scalar(source: string, place: Place): string;
}

interface Container<Place> {
  readonly place: Place;
  readonly isObject: boolean;
  /** The place of the next value; undefined in an object before a key. */
  step: string | number | undefined;
}

/**
 * Rewrites keys and scalars of JSON text; everything else stays, including whitespace. Any depth works: nothing
 * here is recursive.
 * @param text valid JSON
 * @param root the place of the outermost value
 */
export function mapJson<Place>(text: string, root: Place, visitor: JsonVisitor<Place>): string {
  const open: Container<Place>[] = [];
  const here = (): Place => {
    const container = open.at(-1);
    return container?.step === undefined ? root : visitor.place(container.place, container.step);
  };
  return text.replace(tokens, (token) => {
    const container = open.at(-1);
    switch (token) {
      case '{':
      case '[': {
        const isObject = token === '{';
        open.push({ place: here(), isObject, step: isObject ? undefined : 0 });
        return token;
      }
      case '}':
      case ']':
        open.pop();
        return token;
      case ',':
        if (container) container.step = container.isObject ? undefined : Number(container.step) + 1;
        return token;
      case ':':
        return token;
    }
    if (container?.isObject && container.step === undefined) {
      container.step = String(JSON.parse(token));
      return visitor.key(token, container.place);
    }
    return visitor.scalar(token, here());
  });
}
