/**
 * Most texts: ASCII, Latin letters (without the soft hyphen, which is invisible), and the punctuation,
 * arrows, lines and marks that our own output uses. They skip the pattern below, whose Unicode tables
 * take 2 ms to load.
 */
const harmless = /^[\t\n -~\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u2190-\u27bf]*$/;

/**
 * Returns text in which every character that a terminal would obey, or that hides or reorders text, is
 * written as \uXXXX: controls (C0, DEL, C1), line and paragraph separators, lone surrogates, and format
 * characters such as bidi controls and zero-width spaces. Tabs and newlines stay. \uXXXX is also a JSON
 * escape, so escaping a JSON text leaves its value unchanged.
 */
export function escapeText(text: string): string {
  if (harmless.test(text)) return text;
  // Format characters that stay: the joiners U+200C and U+200D, which Persian and emoji need, and
  // visible signs of Arabic and Syriac.
  return text.replace(
    /(?![\t\n])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?!\u200c|\u200d|[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2])\p{Cf}/gu,
    escapeUnits,
  );
}

/** Escapes text as `escapeText` does, and keeps it on one line: a newline is written as `\n`. */
export function escapeLine(text: string): string {
  return escapeText(text).replaceAll('\n', '\\n');
}

/** Returns whether a text has nothing that `escapeText` escapes, no tab and no newline. */
export function isPrintable(text: string): boolean {
  return !/[\t\n]/.test(text) && escapeText(text) === text;
}

/** Writes each UTF-16 code unit of a character as \uXXXX. */
function escapeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    const unit = character.charCodeAt(index);
    return `\\u${unit.toString(16).padStart(4, '0')}`;
  }).join('');
}
