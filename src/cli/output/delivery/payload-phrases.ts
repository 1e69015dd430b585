import { isObject } from '../../../core/json/is-object.ts';
import { plainText } from '../text/plain-text.ts';

/** Some object of a payload, of which nothing is certain. */
export type Fields = Readonly<Record<string, unknown>>;

/** The object that `value` is, or one without fields. */
export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** The array that `value` is, or an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A string or number of a payload, safe to print and at most 32 characters long. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  // Cut roughly first, so that megabytes in a name cost nothing.
  return plainText(value.slice(0, 500), 32).trim() || undefined;
}

/** More than eight characters, of which four are enough. */
const longId = /^(.{4}).{5}/u;

/** An id short enough for a sentence: `u3k9…`. */
export function shortId(value: unknown): string | undefined {
  const text = textOf(value) ?? '';
  const [, start] = longId.exec(text) ?? [];
  return (start ? `${start}…` : text) || undefined;
}

/** A user by name, username, email or phone, whichever there is first: `Ada Lovelace (u3k9…)`. */
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

/** Something by its name, or else its id: `role 'editor'`, `role e4d8…`, `a role`. */
export function entityPhrase(kind: string, entity: Fields, id?: unknown): string {
  const name = textOf(entity.name);
  if (name) return `${kind} '${name}'`;
  const short = shortId(entity.id) ?? shortId(id);
  return short ? `${kind} ${short}` : `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

/** `user u3k9…` for one, `2 users` for several, nothing for none. */
export function countPhrase(kind: string, ids: readonly unknown[]): string {
  if (ids.length === 1) return entityPhrase(kind, {}, ids[0]);
  return ids.length > 1 ? `${ids.length} ${kind}s` : '';
}
