const steps = [
  [60, 's'],
  [60, 'min'],
  [24, 'h'],
  [Number.POSITIVE_INFINITY, 'd'],
] as const;

/** Returns `now`, `12 s ago`, `5 min ago`, `3 h ago` or `2 d ago`. */
export function timeAgo(iso: string, now: number): string {
  let amount = Math.max(0, (now - Date.parse(iso)) / 1000);
  if (amount < 5) return 'now';
  for (const [size, unit] of steps) {
    if (amount < size) return `${Math.floor(amount)} ${unit} ago`;
    amount /= size;
  }
  return '';
}

const exact = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'medium',
  timeStyle: 'medium',
});

/** Formats a date in the browser's language and time zone. */
export function exactTime(iso: string): string {
  return exact.format(new Date(iso));
}

/** Formats a latency: `0.4 ms`, `4.2 ms`, `128 ms`, `1.2 s`. */
export function formatLatency(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}
