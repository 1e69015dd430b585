import { diffArrays } from 'diff';

/** A line that both have, that only the first has, or that only the second has. */
export interface DiffLine {
  readonly side: 'both' | 'first' | 'second';
  readonly text: string;
}

/** The most lines that may differ before both texts are shown as a whole: the work grows with its square. */
const maxEditLength = 2_000;

/** Compares two texts line by line: the fewest lines that differ, in the order of the texts. */
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
