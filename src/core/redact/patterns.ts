import { isIP } from 'node:net';
import type { PersonalKind } from './kinds.ts';
import { findDates, isDate } from './pseudonyms/dates.ts';
import { findTokens, isToken } from './tokens.ts';

/** A part of a text that looks personal. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly kind: PersonalKind;
}

// Every repetition is bounded, so that hostile text does not take quadratic time.
const email =
  /[^\s"'<>()[\]{},;:=&?#/|\\@]{1,64}@[\p{L}\p{N}][\p{L}\p{N}.-]{0,250}\.[\p{L}]{2,63}/gu;
const url = /\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s"'<>]+/gi;
const dataUrl = /^data:[\w.+-]+\/[\w.+-]+[;,]/i;
const address4 = /(?<![\d.])(?:::ffff:)?(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/gi;
const address6 =
  /(?<![\p{L}\p{N}:.])[\da-f:]{2,39}(?:(?:\d{1,3}\.){3}\d{1,3})?(?![\p{L}\p{N}:.])/giu;
const phone = /(?<![\p{L}\p{N}_.+-])(?:\+|\(?\d)[\d ().-]{5,20}\d(?![\p{L}\p{N}_-])/gu;
const date = /\d{4}-\d\d-\d\d/;

/** A product with its version and a comment or more products (RFC 9110, 10.1.5): `Mozilla/5.0 (X11; Linux)`. */
const product = String.raw`[A-Za-z][\w.-]{0,40}\/\d[\w.+-]{0,40}`;
const userAgent = new RegExp(`\\b${product}(?: (?:\\([^()]{1,200}\\)|${product})){1,20}`, 'g');
const wholeUserAgent = new RegExp(
  `^(?:${userAgent.source}|[A-Za-z][\\w.-]{0,40}\\/\\d+(?:\\.\\d+)+)$`,
);

/** Returns the kind of a whole text that looks personal: an address, number, token and so on. */
export function kindOf(text: string): PersonalKind | undefined {
  if (/^[^\s@]{1,64}@[^\s@]{1,255}$/.test(text)) return 'email';
  if (isIP(text) > 0) return 'ip';
  if (/^[a-z][a-z\d+.-]{1,20}:\/\/\S+$/i.test(text) || dataUrl.test(text)) return 'url';
  if (wholeUserAgent.test(text)) return 'user-agent';
  if (isDate(text)) return 'date';
  if (isPhone(text, 7)) return 'phone';
  return isToken(text) ? 'token' : undefined;
}

/** Returns whether a whole text is a phone number, in any format. */
function isPhone(text: string, atLeast: number): boolean {
  if (text.length > 30 || !/^\+?[\d ()./-]+$/.test(text) || date.test(text)) return false;
  const digits = text.replace(/\D/g, '').length;
  return digits >= atLeast && digits <= 15;
}

/** Returns every part of a text that looks personal; they may overlap. */
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
    ...(text.includes('/') ? matches(text, userAgent, 'user-agent') : []),
    ...findDates(text).map((found) => ({ ...found, kind: 'date' as const })),
    ...findTokens(text).map((found) => ({ ...found, kind: 'token' as const })),
  ];
}

function matches(text: string, pattern: RegExp, kind: PersonalKind): Match[] {
  return Array.from(text.matchAll(pattern), ({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
    kind,
  }));
}
