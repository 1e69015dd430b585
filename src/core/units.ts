import { UsageError } from './errors.ts';

const milliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const bytes = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 } as const;

/**
 * Parses a duration such as `500ms`, `10s`, `1.5m`, `2h`, `7d`, in milliseconds.
 * @throws UsageError for anything else
 */
export function parseDuration(text: string): number {
  return parseQuantity(text, milliseconds, 'a duration', 'such as 500ms, 10s or 2m');
}

/** Parses a duration as `parseDuration` does, with examples that suit a time in the past. */
export function parseAge(text: string): number {
  return parseQuantity(text, milliseconds, 'a duration', 'such as 1h or 7d');
}

/**
 * Parses a size such as `512b`, `100kb`, `5mb` (powers of 1024), in bytes.
 * @throws UsageError for anything else
 */
export function parseSize(text: string): number {
  return Math.floor(parseQuantity(text, bytes, 'a size', 'such as 100kb or 5mb'));
}

function parseQuantity(
  text: string,
  units: Readonly<Record<string, number>>,
  what: string,
  such: string,
): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  const factor = unit === undefined ? undefined : units[unit.toLowerCase()];
  if (number === undefined || factor === undefined) {
    throw new UsageError(`'${text}' is not ${what}.`, `Write a number with its unit, ${such}.`);
  }
  return Number(number) * factor;
}

/**
 * Parses a whole number within bounds.
 * @throws UsageError outside them
 */
export function parseInteger(
  text: string,
  minimum: number,
  maximum = Number.MAX_SAFE_INTEGER,
): number {
  const value = Number(text);
  if (!/^\d+$/.test(text.trim()) || value < minimum || value > maximum) {
    const range =
      maximum === Number.MAX_SAFE_INTEGER
        ? `of at least ${minimum}`
        : `from ${minimum} to ${maximum}`;
    throw new UsageError(`'${text}' is not a whole number ${range}.`);
  }
  return value;
}

/** Formats a size in bytes: `898 B`, `1.2 KB`, `4.9 MB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [size, unit] = bytes < 1024 ** 2 ? [bytes / 1024, 'KB'] : [bytes / 1024 ** 2, 'MB'];
  return `${size.toFixed(1).replace('.0', '')} ${unit}`;
}
