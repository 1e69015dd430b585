/** Longer words are not compared, so that hostile input costs nothing. */
const longest = 100;

/**
 * Returns the candidate closest to `word`, ignoring case; undefined if none is close: at most two letters in five
 * may differ.
 */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > longest) return undefined;
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    const allowed = Math.max(word.length, candidate.length) * 0.4;
    if (distance <= allowed && distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/**
 * Returns how many letters must be inserted, deleted, replaced or swapped with their neighbor to turn one word into
 * the other (Damerau-Levenshtein, optimal string alignment).
 */
function editDistance(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
        swapped ? at(beforePrevious, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforePrevious, previous] = [previous, current];
  }
  return at(previous, to.length);
}

/** Returns a cell of the table; cells outside of it are infinitely expensive. */
function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
