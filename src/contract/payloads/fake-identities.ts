import { createHash, randomBytes } from 'node:crypto';

/*
 * All fixtures share one user, one organization, one role … A receiver that stores them would see the same
 * user in every check, and one check would affect the next. So each delivery, or each sequence of
 * deliveries, gets its own identities.
 */

/** Replaces the identities in the text of a fixture, always with the same ones. */
export type FakeIdentities = (text: string) => string;

/** Creates identities that no earlier check used. */
export function createFakeIdentities(
  salt: string = randomBytes(9).toString('base64url'),
): FakeIdentities {
  return (text) => {
    const found = new Map<string, Replacement>();
    collect(JSON.parse(text), '', found);
    // Longest first, since an ID may contain another.
    const inOrder = [...found].sort(([a], [b]) => b.length - a.length);
    return inOrder.reduce((changed, [value, replacement]) => {
      const [from, to] = replacement(value, salt);
      return changed.replaceAll(from, () => to);
    }, text);
  };
}

/** Returns the JSON text to find and its replacement. */
type Replacement = (value: string, salt: string) => [from: string, to: string];

/** Replaces IDs, which are long enough to be unambiguous and also occur in paths. */
const anId: Replacement = (value, salt) => [value, scramble(value, salt)];
const aName: Replacement = (value, salt) => [
  JSON.stringify(value),
  JSON.stringify(`${value}${scramble('0000', salt)}`),
];
const anEmail: Replacement = (value, salt) => [
  JSON.stringify(value),
  JSON.stringify(value.replace('@', `${scramble('0000', salt)}@`)),
];
/** Changes only the last digits, so that the phone number keeps its country. */
const aPhone: Replacement = (value, salt) => [
  JSON.stringify(value),
  JSON.stringify(value.slice(0, -4) + scramble(value.slice(-4), salt)),
];

const byKey: Readonly<Record<string, Replacement>> = {
  username: aName,
  primaryEmail: anEmail,
  primaryPhone: aPhone,
};

/** A tenant's applications and its webhook are the same in all events. */
const kept = /^(applicationId|hookId|tenantId|addedApplicationIds|removedApplicationIds)$/;

function collect(value: unknown, key: string, found: Map<string, Replacement>): void {
  if (kept.test(key) || key === 'application') return;
  if (Array.isArray(value)) for (const item of value) collect(item, key, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) collect(member, name, found);
  } else if (typeof value === 'string') {
    const replacement = byKey[key] ?? (isId(key, value) ? anId : undefined);
    if (replacement) found.set(value, replacement);
  }
}

function isId(key: string, value: string): boolean {
  return /^id$|Ids?$/.test(key) && /^[\w-]{10,}$/.test(value);
}

/** Returns another word of the same length; digits stay digits, and letters keep their case. */
function scramble(word: string, salt: string): string {
  const digest = createHash('sha512').update(`${salt}\0${word}`).digest();
  return [...word].map((character, at) => sameKind(character, digest[at % 64] ?? 0)).join('');
}

function sameKind(character: string, byte: number): string {
  if (/\d/.test(character)) return String(byte % 10);
  const first = /[a-z]/.test(character) ? 'a' : /[A-Z]/.test(character) ? 'A' : undefined;
  return first === undefined ? character : String.fromCharCode(first.charCodeAt(0) + (byte % 26));
}
