import { UsageError } from '../core/errors.ts';
import { type PathSegments, parsePath } from '../core/payload/path.ts';

/** A change to a payload before it is sent. */
export type PayloadEdit = SetEdit | UnsetEdit;

export interface SetEdit {
  readonly kind: 'set';
  readonly path: PathSegments;
  /** As typed, for messages. */
  readonly text: string;
  readonly value: string;
  /** Whether the value is JSON (`path:=value`), or text of the type that the schema has there. */
  readonly isJson: boolean;
}

export interface UnsetEdit {
  readonly kind: 'unset';
  readonly path: PathSegments;
  readonly text: string;
}

export interface PayloadEdits {
  /** In the order given. */
  readonly list: readonly PayloadEdit[];
  /** Allows paths that are neither in the payload nor in the event's schema. */
  readonly force: boolean;
}

/** Splits at the first `=` or `:=` outside brackets, because a quoted key may contain one. */
const setting = /^((?:\[(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\d+)\]|[^=[])+?)\s*(:?=)(.*)$/s;

/**
 * Reads `path=value`, or `path:=value` for a value in JSON.
 * @throws UsageError without `=`, and for an invalid path or JSON value
 */
export function parseSet(text: string): SetEdit {
  const [, path, operator, value] = setting.exec(text.trimStart()) ?? [];
  if (path === undefined || value === undefined) {
    throw new UsageError(
      `'${text}' is not a setting.`,
      "Write it like user.name='Grace Hopper' or user.customData.level:=3.",
    );
  }
  const isJson = operator === ':=';
  if (isJson && !isJsonText(value)) {
    throw new UsageError(`'${value}' is not JSON.`, `Use ${path}=… to set text.`);
  }
  return { kind: 'set', path: parsePath(path), text: path, value, isJson };
}

/**
 * Reads the path of a field to remove.
 * @throws UsageError for an invalid path
 */
export function parseUnset(text: string): UnsetEdit {
  return { kind: 'unset', path: parsePath(text), text };
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
