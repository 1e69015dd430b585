import { UsageError } from '../errors.ts';
import type { FramePlace } from './segments/scan.ts';

/** The most ids that an error names if several deliveries match. */
const candidatesNamed = 5;

/**
 * Finds the delivery whose id is, or starts with, `beginning`.
 * @throws UsageError if none or several match
 */
export function findPlace(byId: ReadonlyMap<string, FramePlace>, beginning: string): FramePlace {
  const wanted = beginning.toLowerCase();
  const exact = byId.get(wanted);
  if (exact) return exact;
  const fitting = [...byId.values()].filter(({ id }) => id.startsWith(wanted));
  const [found] = fitting;
  if (!found || wanted === '') {
    throw new UsageError(
      `Unknown delivery '${beginning}'.`,
      "Run 'logto-hooks history' for a list.",
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
    'Use a longer prefix.',
  );
}
