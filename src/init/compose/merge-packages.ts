import { isObject } from '../../core/json/is-object.ts';

/** A part of a package.json. */
export interface PackageParts {
  readonly [key: string]: string | boolean | readonly string[] | PackageParts;
}

/** The order in which npm writes the keys of a package.json; others follow. */
const order = ['name', 'version', 'private', 'description', 'type', 'engines', 'scripts'];
const sorted = ['dependencies', 'devDependencies'];

/**
 * Merges parts of a package.json. Later values win, dependencies are sorted by name, and a dependency is
 * not also a devDependency.
 */
export function mergePackages(parts: readonly PackageParts[]): PackageParts {
  const merged = parts.reduce(join, {});
  const { dependencies = {}, devDependencies = {} } = merged;
  if (isObject(dependencies) && isObject(devDependencies)) {
    const dev = Object.entries(devDependencies).filter(
      ([name]) => !Object.hasOwn(dependencies, name),
    );
    return arrange({ ...merged, dependencies, devDependencies: Object.fromEntries(dev) });
  }
  return arrange(merged);
}

function join(one: PackageParts, other: PackageParts): PackageParts {
  const joined: Record<string, PackageParts[string]> = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const before = joined[key];
    joined[key] = isObject(before) && isObject(value) ? join(before, value) : value;
  }
  return joined;
}

function arrange(merged: PackageParts): PackageParts {
  const keys = Object.keys(merged).toSorted((a, b) => rank(a) - rank(b));
  return Object.fromEntries(
    keys.map((key) => {
      const value = merged[key] ?? {};
      return [key, sorted.includes(key) && isObject(value) ? sortKeys(value) : value];
    }),
  );
}

function rank(key: string): number {
  const place = order.indexOf(key);
  return place === -1 ? order.length : place;
}

function sortKeys(parts: PackageParts): PackageParts {
  return Object.fromEntries(Object.entries(parts).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
