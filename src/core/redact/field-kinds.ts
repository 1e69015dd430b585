import { isIP } from 'node:net';
import type { PersonalKind } from './kinds.ts';
import { kindOf } from './patterns.ts';
import { isDate } from './pseudonyms/dates.ts';

/** Names of fields, in Logto's payloads and in the data of social and enterprise accounts. */
const patterns: readonly (readonly [RegExp, PersonalKind])[] = [
  [/^(?:.*[a-z\d])?(?:Id|ID)s?$|^(?:.*[_-])?ids?$|^(?:sub|uuid|guid|sid|jti|ssn)$/, 'id'],
  [/e-?mail/i, 'email'],
  [/phone|mobile|^tel$|^fax$|^cell$|^msisdn$/i, 'phone'],
  [/user_?agent$|^agents?$|^ua$/i, 'user-agent'],
  [
    /tokens?$|secrets?$|passw|passphrase|credential|cookie|fingerprint|^(?:otp|pin|totp|nonce|jwt|hash|authorization)$/i,
    'token',
  ],
  [
    /(?:api|private|public|access|signing|encryption)_?key$|(?:backup|recovery|verification|access)_?codes?$/i,
    'token',
  ],
  [/^(?:.*[a-z\d])?I[Pp]$|^(?:.*_)?ip$|ip_?addr/i, 'ip'],
  [/user_?name$|^login$|^handle$|^nick$|screen_?name$/i, 'username'],
  [/^(?:family|last|sur)_?name$/i, 'family-name'],
  [/^(?:given|first|middle|nick)_?name$/i, 'given-name'],
  [/^(?:full_?|display_?|formatted_?)?name$|^formatted$/i, 'name'],
  [/^(?:organi[sz]ation|company|employer|org)(?:_?name)?$/i, 'organization'],
  [
    /[Aa]vatar|[Pp]icture|[Pp]hoto|^image|^logo(?:_|[A-Z]|$)|^favicon|[Ww]ebsite|[Hh]omepage|(?:[Uu]rl|URL|[Uu]ri|URI|[Ll]ink)$/,
    'url',
  ],
  [/birth|born|(?:^|_)dob$/i, 'date'],
  [/^locale$|^lang(?:uage)?$/i, 'locale'],
  [/^(?:zoneinfo|time_?zone|tz)$/i, 'time-zone'],
  [/name$|address|street|locality|^city$|postal|^zip|^gender$|^sex$/i, 'text'],
  [/^(?:lat|lng|lon|latitude|longitude|age|device)$/i, 'text'],
  [/^(?:description|bio|biography|about|notes?|comments?|remarks?|headline|motto)$/i, 'text'],
];

const decided = new Map<string, PersonalKind | undefined>();

/** Returns the kind of personal value that a key suggests; undefined if it suggests none. */
export function kindOfField(key: string): PersonalKind | undefined {
  if (key.length > 64) return undefined;
  if (!decided.has(key)) {
    if (decided.size > 1000) decided.clear(); // Keys are untrusted, so the cache is bounded.
    decided.set(key, patterns.find(([pattern]) => pattern.test(key))?.[1]);
  }
  return decided.get(key);
}

/** Returns whether a value has the form that its field suggests. */
const fits: { readonly [Kind in PersonalKind]?: (value: string) => boolean } = {
  email: (value) => kindOf(value) === 'email',
  phone: (value) => /^\D{0,3}\d[\d\s().+/-]*$/.test(value),
  url: (value) => kindOf(value) === 'url',
  ip: (value) => isIP(value) > 0,
  date: (value) => isDate(value) || /^\d[\d./-]{2,9}(?:T.*)?$/.test(value),
  locale: (value) => /^[a-z]{2,3}(?:[_-]\w+)*$/i.test(value),
  'time-zone': (value) => /^[A-Z]\w+\/\w[\w/+-]*$/.test(value),
};

/** Fields for any kind of text: a phone number, token or date in them keeps its own kind. */
const vague: ReadonlySet<PersonalKind> = new Set(['text', 'username', 'name', 'locale']);

/** Returns the kind of a value in a field: an email address in a username field is an email address. */
export function settleKind(kind: PersonalKind, value: string): PersonalKind {
  if (kind === 'user-agent') return kind;
  const look = kindOf(value);
  if (look === 'email' || look === 'ip' || look === 'url') return look;
  if (look !== undefined && vague.has(kind)) return look;
  return fits[kind]?.(value) === false ? (look ?? 'text') : kind;
}
