import { isIP } from 'node:net';
import type { PersonalKind } from './kinds.ts';

/** A part of a text that is personal by its looks alone. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly kind: PersonalKind;
}

// Every repetition is bounded: hostile text must not be searched again from each of its characters.
const email =
  /[^\s"'<>()[\]{},;:=&?#/|\\@]{1,64}@[\p{L}\p{N}][\p{L}\p{N}.-]{0,250}\.[\p{L}]{2,63}/gu;
const url = /\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s"'<>]+/gi;
const dataUrl = /^data:[\w.+-]+\/[\w.+-]+[;,]/i;
const address4 = /(?<![\d.])(?:::ffff:)?(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/gi;
const address6 =
  /(?<![\p{L}\p{N}:.])[\da-f:]{2,39}(?:(?:\d{1,3}\.){3}\d{1,3})?(?![\p{L}\p{N}:.])/giu;
const phone = /(?<![\p{L}\p{N}_.+-])(?:\+|\(?\d)[\d ().-]{5,20}\d(?![\p{L}\p{N}_-])/gu;
const date = /\d{4}-\d\d-\d\d/;

/** What a whole text is, by its looks: an address, number or URL somebody can be told by. */
export function kindOf(text: string): PersonalKind | undefined {
  if (/^[^\s@]{1,64}@[^\s@]{1,255}$/.test(text)) return 'email';
  if (isIP(text) > 0) return 'ip';
  if (/^[a-z][a-z\d+.-]{1,20}:\/\/\S+$/i.test(text) || dataUrl.test(text)) return 'url';
  return isPhone(text, 7) ? 'phone' : undefined;
}

/** Whether a text is nothing but a phone number, however it is written. */
function isPhone(text: string, atLeast: number): boolean {
  if (text.length > 30 || !/^\+?[\d ()./-]+$/.test(text) || date.test(text)) return false;
  const digits = text.replace(/\D/g, '').length;
  return digits >= atLeast && digits <= 15;
}

/** The moment something happened, such as `2026-11-22T18:43:53.283Z`; it says nothing of a person. */
export function isTimestamp(text: string): boolean {
  return /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/.test(text);
}

/** Everything in a text that looks like somebody's; overlaps are possible. */
export function findPersonal(text: string): Match[] {
  return [
    ...(text.includes('@') ? matches(text, email, 'email') : []),
    ...(text.includes('://') ? matches(text, url, 'url') : []),
    ...matches(text, address4, 'ip').filter(({ start, end }) => isIP(text.slice(start, end)) > 0),
    ...(text.includes(':') ? matches(text, address6, 'ip') : []).filter(
      ({ start, end }) => isIP(text.slice(start, end)) === 6,
    ),
    ...matches(text, phone, 'phone').filter(({ start, end }) => {
      const found = text.slice(start, end);
      return isPhone(found, found.startsWith('+') ? 7 : 10);
    }),
  ];
}

function matches(text: string, pattern: RegExp, kind: PersonalKind): Match[] {
  return Array.from(text.matchAll(pattern), ({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
    kind,
  }));
}
