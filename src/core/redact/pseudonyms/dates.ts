import { scrambleDigits } from './scramble.ts';
import type { SeededRandom } from './seeded-random.ts';

const months =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const monthName = `(?:${months.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)})?`).join('|')})\\.?`;
const year = '(?:1[89]\\d\\d|20\\d\\d)';
const month = '(?:0?[1-9]|1[0-2])';
const day = '(?:0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?';

/** Ways to write a day: `1815-12-10`, `10.12.1815`, `12/10/1815`, `10 Dec 1815`, `December 10, 1815`. */
const forms = [
  `(?<y>${year})([-./])(?<m>${month})\\2(?<d>${day})`,
  `(?<d>${day})([-./])(?<m>${month})\\2(?<y>${year})`,
  `(?<m>${month})([-./])(?<d>${day})\\2(?<y>${year})`,
  `(?<d>${day})\\.? (?<name>${monthName}),? (?<y>${year})`,
  `(?<name>${monthName}) (?<d>${day}),? (?<y>${year})`,
];
const time = '(?:[T ]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d\\d:?\\d\\d)?)?';
const wholeDates = forms.map((form) => new RegExp(`^${form}${time}$`, 'i'));
const datesInText = forms.map(
  (form) => new RegExp(`(?<![\\p{L}\\p{N}./-])${form}(?![\\p{L}\\p{N}]|[./-]\\d)`, 'giu'),
);

/** Logto was first released in 2021, so earlier dates are not those of its events. */
const firstYear = 2021;

/** Returns whether a whole text is a day, with or without a time, however it is written. */
export function isDate(text: string): boolean {
  return text.length <= 40 && wholeDates.some((form) => form.test(text));
}

/**
 * Returns whether a text is the time of an event, such as `2026-11-22T18:43:53.283Z`, and so not personal. A day
 * alone counts only if `allowsDay`.
 */
export function isEventTime(text: string, { allowsDay }: { readonly allowsDay: boolean }): boolean {
  const [, itsYear, itsTime] =
    /^(\d{4})-\d\d-\d\d([T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/.exec(text) ?? [];
  return Number(itsYear) >= firstYear && (allowsDay || itsTime !== undefined);
}

/** Returns where a text contains a day that may be a date of birth. */
export function findDates(text: string): { start: number; end: number }[] {
  if (!/\d{4}/.test(text)) return [];
  return datesInText
    .flatMap((form) => [...text.matchAll(form)])
    .filter(({ groups }) => Number(groups?.y) < firstYear)
    .map(({ index, 0: found }) => ({ start: index, end: index + found.length }));
}

/** Returns another day in the same format; `1815`, `18151210` and `0000-12-10` count as dates as well. */
export function makeDate(date: string, draw: SeededRandom): string {
  const drawn: Parts = { y: 1950 + draw(55), m: 1 + draw(12), d: 4 + draw(17) };
  if (/^\d{4}$/.test(date)) return String(drawn.y);
  if (/^\d{8}$/.test(date)) return `${drawn.y}${twoDigits(drawn.m)}${twoDigits(drawn.d)}`;
  if (/^0000-\d\d-\d\d$/.test(date)) return `0000-${twoDigits(drawn.m)}-${twoDigits(drawn.d)}`;
  for (const form of wholeDates) {
    const match = new RegExp(form, 'di').exec(date);
    if (match) return withParts(date, match, drawn);
  }
  return scrambleDigits(date, draw);
}

interface Parts {
  readonly y: number;
  readonly m: number;
  /** From 4 to 20, whose ordinals all end in `th`. */
  readonly d: number;
}

function withParts(date: string, { groups = {}, indices }: RegExpExecArray, parts: Parts): string {
  const places = Object.entries(indices?.groups ?? {}).flatMap(([name, place]) =>
    place ? [{ name, start: place[0], end: place[1] }] : [],
  );
  let made = date;
  for (const { name, start, end } of places.sort((one, other) => other.start - one.start)) {
    made = made.slice(0, start) + writtenLike(groups[name] ?? '', name, parts) + made.slice(end);
  }
  return made;
}

function writtenLike(original: string, group: string, { y, m, d }: Parts): string {
  if (group === 'y') return String(y);
  if (group === 'name') {
    const name = months[m - 1] ?? '';
    return original.replace('.', '').length > 3
      ? name
      : original.replace(/^[a-z]{3}/i, name.slice(0, 3));
  }
  const [, digits = '', suffix = ''] = /^(\d+)(\D*)$/.exec(original) ?? [];
  const number = group === 'm' ? m : d;
  return (digits.length === 2 ? twoDigits(number) : String(number)) + (suffix && 'th');
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
