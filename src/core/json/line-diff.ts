import { diffArrays } from 'diff';

/** A line of both texts, of the first alone, or of the second alone. */
export interface DiffLine {
  readonly side: 'both' | 'first' | 'second';
  readonly text: string;
}

/**
 * The most different lines to compare, because the work grows with the square; beyond it, both texts are shown
 * whole.
 */
const maxEditLength = 2_000;

/** Returns the smallest line diff of two texts, in their order. */
export function diffLines(first: readonly string[], second: readonly string[]): DiffLine[] {
  const changes = diffArrays([...first], [...second], { maxEditLength }) ?? [
    { removed: true, added: false, value: first },
    { removed: false, added: true, value: second },
  ];
  return changes.flatMap(({ removed, added, value }) => {
    const side = removed ? 'first' : added ? 'second' : 'both';
    return value.map((text) => ({ side, text }) as const);
  });
}
