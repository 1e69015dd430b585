import { stripVTControlCharacters } from 'node:util';

/**
 * Most texts: ASCII, the letters of Latin (without the soft hyphen, which hides), and our own `…`.
 * The pattern of all the others is built when there is one: Unicode's tables take 2 ms.
 */
const printable = /^[ -~\u00a1-\u00ac\u00ae-\u024f\u2026]*$/;

/**
 * Text from outside, made safe to print on one line of a terminal: escape sequences, control
 * characters and bidi overrides are gone, and line breaks are spaces.
 * @param limit the most characters to keep; what is longer is cut and ends in `…`
 */
export function plainText(text: string, limit = Number.POSITIVE_INFINITY): string {
  const plain = printable.test(text) ? text : neutralise(text);
  if (plain.length <= limit) return plain;
  const characters = [...plain];
  return characters.length <= limit ? plain : `${characters.slice(0, limit - 1).join('')}…`;
}

// Format characters reorder or hide text (bidi overrides, zero-width spaces, tags); the two joiners
// U+200C and U+200D stay, for Persian and emoji need them. A lone surrogate is no character at all.
function neutralise(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu, '');
}
