import type { PersonalKind } from '../kinds.ts';
import { makeToken } from '../tokens.ts';
import { makeAddress, makeUrl, normalAddress } from './addresses.ts';
import { makeDate } from './dates.ts';
import {
  businesses,
  familyNames,
  givenNames,
  locales,
  timeZones,
  userAgents,
} from './name-pools.ts';
import { scrambleDigits, scrambleId, scrambleText } from './scramble.ts';
import { createSeededRandom, pick, randomCharacters, type SeededRandom } from './seeded-random.ts';

type Make = (value: string, draw: SeededRandom) => string;

const base36 = '0123456789abcdefghijklmnopqrstuvwxyz';

const makers = {
  email: (_, draw) =>
    `${pick(givenNames, draw)}.${pick(familyNames, draw)}.${randomCharacters(base36, 4, draw)}@example.com`.toLowerCase(),
  phone: scrambleDigits,
  'given-name': (word, draw) => likeCase(pick(givenNames, draw), word),
  'family-name': (word, draw) => likeCase(pick(familyNames, draw), word),
  organization: (_, draw) => `${pick(familyNames, draw)} ${pick(businesses, draw)}`,
  username: (_, draw) =>
    `${pick(givenNames, draw)}_${randomCharacters(base36, 6, draw)}`.toLowerCase(),
  url: makeUrl,
  ip: makeAddress,
  'user-agent': (_, draw) => pick(userAgents, draw),
  id: scrambleId,
  token: makeToken,
  date: makeDate,
  locale: (_, draw) => pick(locales, draw),
  'time-zone': (_, draw) => pick(timeZones, draw),
  text: scrambleText,
} as const satisfies Record<Exclude<PersonalKind, 'name'>, Make>;

/** Different spellings of the same value get the same pseudonym. */
const normals: { readonly [Kind in PersonalKind]?: (value: string) => string } = {
  email: (value) => value.toLowerCase(),
  phone: (value) => value.replace(/\D/g, ''),
  ip: normalAddress,
  'given-name': (value) => value.toLowerCase(),
  'family-name': (value) => value.toLowerCase(),
};

/** The most draws to get a result that neither is nor contains the original. */
const attempts = 32;

/**
 * Returns the pseudonym of a personal value: of the same kind and shape, always the same for the same kind, value
 * and key, and not reversible without the key.
 */
export function pseudonym(kind: PersonalKind, value: string, key: string): string {
  if (kind === 'name') return makeName(value, key);
  if (kind === 'given-name' || kind === 'family-name') {
    return value.replace(/\S+/g, (word) => makeOne(kind, word, key));
  }
  return makeOne(kind, value, key);
}

function makeOne(kind: Exclude<PersonalKind, 'name'>, value: string, key: string): string {
  const normal = normals[kind]?.(value) ?? value;
  let made = value;
  for (let attempt = 0; attempt < attempts && reveals(made, value); attempt++) {
    made = makers[kind](value, createSeededRandom(key, kind, String(attempt), normal));
  }
  return made;
}

function reveals(made: string, value: string): boolean {
  const [there, here] = [made.toLowerCase(), value.toLowerCase()];
  return value.length < 3 ? there === here : there.includes(here);
}

/** Replaces names word by word, so that a full name matches the given and family names in the same payload. */
function makeName(name: string, key: string): string {
  const words = name.split(/(\s+)/);
  const last = words.findLastIndex((word) => /\S/.test(word));
  const first = words.findIndex((word) => /\S/.test(word));
  return words
    .map((word, index) => {
      if (!/\S/.test(word)) return word;
      return makeOne(index === last && index > first ? 'family-name' : 'given-name', word, key);
    })
    .join('');
}

function likeCase(name: string, original: string): string {
  if (original === original.toLowerCase() && original !== original.toUpperCase()) {
    return name.toLowerCase();
  }
  return original.length > 1 && original === original.toUpperCase() && /\p{Lu}/u.test(original)
    ? name.toUpperCase()
    : name;
}
