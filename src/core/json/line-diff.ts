/** A line that both have, that only the first has, or that only the second has. */
export interface DiffLine {
  readonly side: 'both' | 'first' | 'second';
  readonly text: string;
}

/** Beyond so many comparisons, what differs is told as a whole. */
const searchLimit = 4_000_000;

/** Compares two texts line by line: the fewest lines that differ, in the order of the texts. */
export function diffLines(first: readonly string[], second: readonly string[]): DiffLine[] {
  let start = 0;
  while (start < first.length && first[start] === second[start]) start++;
  let end = 0;
  const shorter = Math.min(first.length, second.length) - start;
  while (end < shorter && first.at(-1 - end) === second.at(-1 - end)) end++;

  const [left, right] = [first, second].map((lines) => lines.slice(start, lines.length - end));
  return [
    ...first.slice(0, start).map((text) => ({ side: 'both', text }) as const),
    ...diffMiddle(left ?? [], right ?? []),
    ...first.slice(first.length - end).map((text) => ({ side: 'both', text }) as const),
  ];
}

/** By the longest common subsequence. */
function diffMiddle(first: readonly string[], second: readonly string[]): DiffLine[] {
  const width = second.length + 1;
  if (first.length * second.length > searchLimit) {
    return [
      ...first.map((text) => ({ side: 'first', text }) as const),
      ...second.map((text) => ({ side: 'second', text }) as const),
    ];
  }
  // common[row * width + column]: how many lines the two have in common from there on.
  const common = new Uint32Array((first.length + 1) * width);
  const at = (row: number, column: number) => common[row * width + column] ?? 0;
  for (let row = first.length - 1; row >= 0; row--) {
    for (let column = second.length - 1; column >= 0; column--) {
      common[row * width + column] =
        first[row] === second[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [row, column] = [0, 0];
  while (row < first.length || column < second.length) {
    const [left, right] = [first[row], second[column]];
    if (left !== undefined && left === right) {
      lines.push({ side: 'both', text: left });
      row++;
      column++;
    } else if (
      left !== undefined &&
      (right === undefined || at(row + 1, column) >= at(row, column + 1))
    ) {
      lines.push({ side: 'first', text: left });
      row++;
    } else {
      lines.push({ side: 'second', text: right ?? '' });
      column++;
    }
  }
  return lines;
}
