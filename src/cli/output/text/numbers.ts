/** Milliseconds with two digits after the point: finer than any clock here is worth. */
export function roundLatency(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}

/** `0.4 ms`, `4.2 ms`, `128 ms`: as exact as a reader cares for. */
export function formatLatency(milliseconds: number): string {
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}

/** `4.2 ms`, `128 ms`, `1.9 s`: a latency, or something longer. */
export function formatDuration(milliseconds: number): string {
  return milliseconds < 1000
    ? formatLatency(milliseconds)
    : `${(milliseconds / 1000).toFixed(1)} s`;
}
