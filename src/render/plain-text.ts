import { stripVTControlCharacters } from 'node:util';

// Format characters reorder or hide text (bidi overrides, zero-width spaces, tags); the two joiners
// U+200C and U+200D stay, for Persian and emoji need them. A lone surrogate is no character at all.
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu;

/** Most texts: it spares them the tables of Unicode, which a first use of those below takes 2 ms to build. */
const printable = /^[ -~]*$/;

/** All that `plainText` would change. */
const suspicious = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * Text from outside, made safe to print on one line of a terminal: escape sequences, control
 * characters and bidi overrides are gone, and line breaks are spaces.
 * @param limit the most characters to keep; what is longer is cut and ends in `…`
 */
export function plainText(text: string, limit = Number.POSITIVE_INFINITY): string {
  const plain = !printable.test(text) && suspicious.test(text) ? neutralise(text) : text;
  if (plain.length <= limit) return plain;
  const characters = [...plain];
  return characters.length <= limit ? plain : `${characters.slice(0, limit - 1).join('')}…`;
}

function neutralise(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
    .replace(unprintable, '');
}
