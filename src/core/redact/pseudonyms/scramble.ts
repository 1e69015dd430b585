import { randomCharacters, type SeededRandom } from './seeded-random.ts';

const digits = '0123456789';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Returns text of the same shape: letters for letters, digits for digits; spaces and ASCII punctuation stay.
 * Letters of other scripts, and symbols such as emoji, become plain letters.
 */
export function scrambleText(text: string, draw: SeededRandom): string {
  return text.replace(/[\p{L}\p{N}]|[^\0-\x7f\s]/gu, (character) => {
    if (/\p{N}/u.test(character)) return randomCharacters(digits, 1, draw);
    return randomCharacters(/\p{Lu}/u.test(character) ? upper : lower, 1, draw);
  });
}

/**
 * Returns an id of the same length and alphabet: digits, hexadecimal digits, or the kinds of letters that it
 * has.
 */
export function scrambleId(id: string, draw: SeededRandom): string {
  const alphabet = alphabetOf(id);
  return id.replace(/[\p{L}\p{N}]|[^\0-\x7f\s]/gu, () => randomCharacters(alphabet, 1, draw));
}

function alphabetOf(id: string): string {
  if (/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)) return `${digits}abcdef`;
  const present = [digits, lower, upper].filter((some) =>
    [...some].some((character) => id.includes(character)),
  );
  return present.join('') || lower;
}

/** Returns other digits; a first digit other than 0 does not become 0, so that numbers stay numbers. */
export function scrambleDigits(text: string, draw: SeededRandom): string {
  let isFirst = true;
  return text.replace(/\d/g, (digit) => {
    const other = isFirst && digit !== '0' ? 1 + draw(9) : draw(10);
    const keepsZero = isFirst && digit === '0';
    isFirst = false;
    return keepsZero ? '0' : String(other);
  });
}
