import { UsageError } from '../errors.ts';
import type { FramePlace } from './scan.ts';

/** As many are named where an id fits several deliveries. */
const candidatesNamed = 5;

/**
 * The delivery whose id is, or begins, so.
 * @throws UsageError where there is none, or where several begin so
 */
export function findPlace(byId: ReadonlyMap<string, FramePlace>, beginning: string): FramePlace {
  const wanted = beginning.toLowerCase();
  const exact = byId.get(wanted);
  if (exact) return exact;
  const fitting = [...byId.values()].filter(({ id }) => id.startsWith(wanted));
  const [found] = fitting;
  if (!found || wanted === '') {
    throw new UsageError(
      `There is no delivery '${beginning}' in the history.`,
      "'logto-hooks history' lists them.",
    );
  }
  if (fitting.length > 1) throw ambiguous(beginning, fitting);
  return found;
}

function ambiguous(beginning: string, fitting: readonly FramePlace[]): UsageError {
  const ids = fitting.slice(-candidatesNamed).map(({ id }) => id);
  const others = fitting.length - ids.length;
  return new UsageError(
    `'${beginning}' is the beginning of ${fitting.length} ids: ${ids.join(', ')}${others > 0 ? ` and ${others} older` : ''}.`,
    'Write more of the one you mean.',
  );
}
