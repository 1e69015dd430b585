import { stripVTControlCharacters } from 'node:util';

/**
 * Most texts: ASCII, Latin letters (without the soft hyphen, which is invisible), and our own `…`. They skip
 * the pattern below, whose Unicode tables take 2 ms to load.
 */
const printable = /^[ -~\u00a1-\u00ac\u00ae-\u024f\u2026]*$/;

/**
 * Returns untrusted text, safe to print on one line of a terminal: without escape sequences, control
 * characters and bidi overrides, and with spaces for line breaks.
 * @param limit the maximum length in characters; longer text is cut and ends in `…`
 */
export function plainText(text: string, limit = Number.POSITIVE_INFINITY): string {
  const plain = printable.test(text) ? text : neutralize(text);
  if (plain.length <= limit) return plain;
  const characters = [...plain];
  return characters.length <= limit ? plain : `${characters.slice(0, limit - 1).join('')}…`;
}

// Format characters reorder or hide text (bidi overrides, zero-width spaces, tags). The two joiners U+200C
// and U+200D stay, since Persian and emoji need them. A lone surrogate is not a character.
function neutralize(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu, '');
}
