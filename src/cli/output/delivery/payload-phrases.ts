import { isObject } from '../../../core/json/is-object.ts';
import { plainText } from '../text/plain-text.ts';

/** An object in a payload, none of whose fields is certain. */
export type Fields = Readonly<Record<string, unknown>>;

/** Returns `value` if it is an object, else an empty object. */
export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** Returns `value` if it is an array, else an empty array. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Returns a string or number of a payload, safe to print and at most 32 characters long. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  // Cut roughly first, so that a name of megabytes costs nothing.
  return plainText(value.slice(0, 500), 32).trim() || undefined;
}

/** Ids longer than eight characters are cut to four. */
const longId = /^(.{4}).{5}/u;

/** Returns an id short enough for a sentence: `u3k9…`. */
export function shortId(value: unknown): string | undefined {
  const text = textOf(value) ?? '';
  const [, start] = longId.exec(text) ?? [];
  return (start ? `${start}…` : text) || undefined;
}

/** Returns a user by name, username, email or phone, the first that is set: `Ada Lovelace (u3k9…)`. */
export function userPhrase(user: Fields, userId: unknown): string {
  const name =
    textOf(user.name) ??
    textOf(user.username) ??
    textOf(user.primaryEmail) ??
    textOf(user.primaryPhone);
  const id = shortId(user.id) ?? shortId(userId);
  if (name) return id ? `${name} (${id})` : name;
  return id ? `user ${id}` : 'a user';
}

/** Returns an entity by name, or else by id: `role 'editor'`, `role e4d8…`, `a role`. */
export function entityPhrase(kind: string, entity: Fields, id?: unknown): string {
  const name = textOf(entity.name);
  if (name) return `${kind} '${name}'`;
  const short = shortId(entity.id) ?? shortId(id);
  return short ? `${kind} ${short}` : `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

/** Returns `user u3k9…` for one, `2 users` for several, undefined for none. */
export function countPhrase(kind: string, ids: readonly unknown[]): string {
  if (ids.length === 1) return entityPhrase(kind, {}, ids[0]);
  return ids.length > 1 ? `${ids.length} ${kind}s` : '';
}
