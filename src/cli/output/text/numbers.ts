/** Rounds milliseconds to hundredths; the clocks are not more accurate. */
export function roundLatency(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}

/** Formats a latency: `0.4 ms`, `4.2 ms`, `128 ms`. */
export function formatLatency(milliseconds: number): string {
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}

/** Formats a latency or a longer duration: `4.2 ms`, `128 ms`, `1.9 s`. */
export function formatDuration(milliseconds: number): string {
  return milliseconds < 1000
    ? formatLatency(milliseconds)
    : `${(milliseconds / 1000).toFixed(1)} s`;
}
