import { scrambleText } from './pseudonyms/scramble.ts';
import { randomCharacters, type SeededRandom } from './pseudonyms/seeded-random.ts';

/** A JSON Web Token: a header, which is an object and so begins with `{"`, and two or four more parts. */
const jwt = /\beyJ[\w-]{4,}(?:\.[\w-]*){2,4}/g;
const run = /(?<![\w+/=-])[\w+/-]{20,}={0,2}(?![\w+/=-])/g;
const hex = /^(?:[\da-f]{16,}|[\dA-F]{16,})$/;

/** Returns whether a whole text is a token: a random value that grants access or identifies a device. */
export function isToken(text: string): boolean {
  return findTokens(text).some(({ start, end }) => start === 0 && end === text.length);
}

/** Returns where a text contains tokens. */
export function findTokens(text: string): { start: number; end: number }[] {
  const webTokens = text.includes('eyJ') ? [...text.matchAll(jwt)] : [];
  const opaque = [...text.matchAll(run)].filter(([found]) => looksRandom(found));
  return [...webTokens, ...opaque].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
  }));
}

/**
 * Returns whether a text looks random: words have few digits, all adjacent, and paths have slashes between
 * words.
 */
function looksRandom(text: string): boolean {
  if (/^[\da-f]{32,}$/i.test(text)) return true;
  if (/\/[a-z]{3,}\/|^\//.test(text)) return false;
  const kinds = text
    .replace(/[^\da-z]/gi, '')
    .replace(/[a-z]+/g, 'a')
    .replace(/[A-Z]+/g, 'A');
  const digitRuns = kinds.match(/\d+/g)?.length ?? 0;
  return digitRuns >= 2 && kinds.replace(/\d+/g, '0').length >= Math.max(5, text.length / 5);
}

/** Returns a token of the same length and alphabet; one that contains JSON still does, with other texts. */
export function makeToken(token: string, draw: SeededRandom): string {
  if (hex.test(token)) {
    const alphabet = /[A-F]/.test(token) ? '0123456789ABCDEF' : '0123456789abcdef';
    return randomCharacters(alphabet, token.length, draw);
  }
  if (!isJwt(token)) return scrambleText(token, draw);
  const [header = '', payload = '', ...rest] = token.split('.');
  return [
    header,
    scramblePart(payload, draw),
    ...rest.map((part) => scrambleText(part, draw)),
  ].join('.');
}

function isJwt(token: string): boolean {
  return token.startsWith('eyJ') && token.split('.').length >= 3;
}

/** Scrambles the strings of a part that is an object; numbers, such as its times, stay. */
function scramblePart(part: string, draw: SeededRandom): string {
  try {
    const object: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    const scrambled = JSON.stringify(object, (_, value: unknown) =>
      typeof value === 'string' ? scrambleText(value, draw) : value,
    );
    return Buffer.from(scrambled).toString('base64url');
  } catch {
    return scrambleText(part, draw); // Encrypted, or cut off.
  }
}
