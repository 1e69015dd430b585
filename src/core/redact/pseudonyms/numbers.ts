import { kindOfField } from '../field-kinds.ts';
import type { Place } from '../field-rules.ts';
import type { PersonalKind } from '../kinds.ts';

/** Digits of the shortest phone number or similar number. */
const leastDigits = 7;

const timeField = /(?:at|time|date|timestamp|until|since|expires|exp|iat|nbf|on)$/i;

/** Returns whether a field contains the time of an event, by its name: `createdAt`, `since`, `expiry_date`. */
export function isTimeField(key: string): boolean {
  return /(?:[a-z\d]At|(?:^|_)at|[tT]ime|[dD]ate|[sS]tamp|[sS]ince|[uU]ntil|[eE]xpire[sd]?|[eE]xpiry)$/.test(
    key,
  );
}

const placeField = /^(?:lat|lng|lon|latitude|longitude)$/i;

/**
 * Returns the kind of a personal number, or undefined. In custom data and linked accounts, a long number may be a
 * phone number or an id; elsewhere numbers are Logto's own.
 * @param source as written
 */
export function kindOfNumber(
  source: string,
  { area, rule, step }: Place,
): PersonalKind | undefined {
  if (!/^-?\d+(?:\.\d+)?$/.test(source)) return undefined; // true, false, null, 1e9
  const key = String(step);
  if (rule === 'phone' || rule === 'date') return rule;
  if (area !== 'free') {
    // One of Logto's numbers, unless it has as many digits as a phone number.
    const isLong = /^[1-9]\d{9,14}$/.test(source) && !isTime(source, key);
    return isLong && rule !== 'fixed' && area !== 'thing' ? 'phone' : undefined;
  }
  if (rule === 'id' || placeField.test(key)) return 'id';
  const kind = kindOfField(key);
  if (kind === 'text' || kind === 'token') return 'id';
  if (/^-?\d{7,}$/.test(source) && !isTime(source, key)) return 'phone';
  return undefined;
}

/** Returns whether there are enough digits to identify somebody. */
export function isIdentifying(source: string): boolean {
  return /^\d+$/.test(source) && source.length >= leastDigits;
}

/**
 * Returns whether a number is a time: 13 digits that begin with 1, unlike any phone number, are milliseconds;
 * seconds count only in a time field.
 */
function isTime(source: string, key: string): boolean {
  return /^1\d{12}$/.test(source) || (/^1\d{9}$/.test(source) && timeField.test(key));
}
