import { UsageError } from '../core/errors.ts';
import { hasPath, type PathSegments, parsePath, setPath, unsetPath } from '../core/payload/path.ts';

/** A change to a payload before it is sent. */
export interface PayloadEdit {
  readonly kind: 'set' | 'unset';
  readonly path: PathSegments;
  readonly value: unknown;
  /** As typed, for messages. */
  readonly text: string;
}

export interface PayloadEdits {
  /** In the order given. */
  readonly list: readonly PayloadEdit[];
  /** Allows paths that are neither in the payload nor in the event's schema. */
  readonly force: boolean;
}

/**
 * Reads `path=value`: the value as JSON where it is JSON, as a string otherwise.
 * @throws UsageError when there is no `=`, or the path is none
 */
export function parseSet(text: string): PayloadEdit {
  const [path, value] = splitSetting(text);
  return { kind: 'set', path: parsePath(path), value: parseValue(value), text: path };
}

/**
 * Reads the path of a value to remove.
 * @throws UsageError when it is none
 */
export function parseUnset(text: string): PayloadEdit {
  return { kind: 'unset', path: parsePath(text), value: undefined, text };
}

/** At the first `=` outside brackets: a key in quotes may hold one. */
function splitSetting(text: string): [path: string, value: string] {
  const [, path, value] =
    /^((?:\[(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\d+)\]|[^=[])+)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined) {
    throw new UsageError(`'${text}' sets nothing.`, "Write it like user.name='Grace Hopper'.");
  }
  return [path.trim(), value];
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * A changed copy of the payload.
 * @throws UsageError for a path that is neither there nor in the event's schema, unless forced
 */
export async function applyEdits(
  payload: Readonly<Record<string, unknown>>,
  { list, force }: PayloadEdits,
): Promise<Record<string, unknown>> {
  if (list.length === 0) return { ...payload };
  const edited = structuredClone(payload);
  for (const edit of list) {
    if (!force && !hasPath(edited, edit.path)) await checkPath(edited, edit);
    if (edit.kind === 'set') setPath(edited, edit.path, edit.value);
    else unsetPath(edited, edit.path);
  }
  return edited;
}

/** Only a path that the payload lacks needs the schemas, and their 20 ms. */
async function checkPath(payload: Record<string, unknown>, edit: PayloadEdit): Promise<void> {
  const { isKnownPath, suggestPath } = await import('./known-paths.ts');
  const { event } = payload;
  if (isKnownPath(event, edit.path)) return;
  const near = suggestPath(payload, event, edit.text);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  throw new UsageError(
    `${typeof event === 'string' ? event : 'The payload'} has no '${edit.text}'.${hint}`,
    `--force ${edit.kind}s it all the same.`,
  );
}
