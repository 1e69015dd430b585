/** Returns the value below which a share of the sorted values lies; NaN for no values. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export interface Spread {
  readonly median: number;
  readonly quartiles: readonly [number, number];
}

/** Returns the spread of values. @param values at least one, in any order */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: percentile(sorted, 0.5),
    quartiles: [percentile(sorted, 0.25), percentile(sorted, 0.75)],
  };
}

/** Takes two measurements in turns, because a machine is not equally fast all the time. */
export async function inPairs<T>(
  rounds: number,
  baseline: () => Promise<T>,
  ours: () => Promise<T>,
): Promise<(readonly [baseline: T, ours: T])[]> {
  const pairs: (readonly [T, T])[] = [];
  for (let round = 0; round < rounds; round++) pairs.push([await baseline(), await ours()]);
  return pairs;
}
