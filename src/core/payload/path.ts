import { UsageError } from '../errors.ts';

/** The steps of a path: `data[0].name` is `['data', 0, 'name']`. */
export type PathSegments = readonly (string | number)[];

const segment =
  /(?:^|(?<=.)\.)([^.[\]]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\['((?:[^'\\]|\\.)*)'\]/y;

/**
 * Parses a path in dot and bracket notation: `user.name`, `data[0].id`, `customData["a.b"]`.
 * @throws UsageError if it is not a path
 */
export function parsePath(text: string): PathSegments {
  const segments: (string | number)[] = [];
  segment.lastIndex = 0;
  while (segment.lastIndex < text.length) {
    const [, plain, index, double, single] = segment.exec(text) ?? [];
    const found = index === undefined ? (plain ?? unquote(double ?? single)) : Number(index);
    if (found === undefined) {
      throw new UsageError(
        `'${text}' is not a path.`,
        'Write it like user.name, data[0].id or customData["a.b"].',
      );
    }
    segments.push(found);
  }
  if (segments.length === 0) throw new UsageError('A path is empty.', 'Write it like user.name.');
  return segments;
}

function unquote(quoted: string | undefined): string | undefined {
  return quoted?.replace(/\\(.)/g, '$1');
}

/** Returns whether the payload has a value at the path. */
export function hasPath(payload: unknown, path: PathSegments): boolean {
  let current = payload;
  for (const key of path) {
    if (!isContainer(current) || !Object.hasOwn(current, key)) return false;
    current = Reflect.get(current, key);
  }
  return true;
}

/**
 * Sets a value in place. Missing and null values on the way become arrays before an index and objects before
 * a name.
 * @throws UsageError if the path leads through a scalar or past the end of an array
 */
export function setPath(payload: object, path: PathSegments, value: unknown): void {
  const { holder, key } = descend(payload, path, true) ?? {};
  if (!holder || key === undefined) return;
  if (Array.isArray(holder)) checkIndex(holder, path);
  // Defined, not assigned, so that '__proto__' is a key like any other.
  Object.defineProperty(holder, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

/** Checks the index of an array, which grows by one item at a time and has no gaps. */
function checkIndex({ length }: readonly unknown[], path: PathSegments): void {
  const key = String(path.at(-1));
  const where = path.join('.');
  if (!/^\d+$/.test(key)) {
    throw new UsageError(`'${where}' leads into an array.`, `Use an index, not '${key}'.`);
  }
  if (Number(key) > length) {
    throw new UsageError(`'${where}' is past the end of an array.`, `The next index is ${length}.`);
  }
}

/** Removes the value at the path in place; an item of an array leaves no gap. */
export function unsetPath(payload: object, path: PathSegments): void {
  const { holder, key } = descend(payload, path, false) ?? {};
  if (!holder || key === undefined) return;
  if (!Object.hasOwn(holder, key)) return;
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
}

function descend(
  payload: object,
  path: PathSegments,
  create: boolean,
): { holder: object; key: string | number } | undefined {
  let holder = payload;
  for (const [depth, key] of path.slice(0, -1).entries()) {
    const next: unknown = Object.hasOwn(holder, key) ? Reflect.get(holder, key) : undefined;
    if (isContainer(next)) {
      holder = next;
      continue;
    }
    if (!create) return undefined;
    if (next !== undefined && next !== null) {
      const where = path.slice(0, depth + 1).join('.');
      throw new UsageError(`'${where}' is ${JSON.stringify(next)}: nothing can be set inside it.`);
    }
    const made = typeof path[depth + 1] === 'number' ? [] : {};
    setPath(holder, [key], made);
    holder = made;
  }
  const key = path.at(-1);
  return key === undefined ? undefined : { holder, key };
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
