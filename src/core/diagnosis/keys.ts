import type { Candidate } from './candidate.ts';

/** Another configured signing key, and where it is set. */
export interface KnownKey {
  readonly value: string;
  /** For messages, such as `LOGTO_WEBHOOK_SIGNING_KEY in .env`. */
  readonly source: string;
}

/** Yields other keys, and other readings of this key, that the signer may have used. */
export function* keyCandidates(key: string, otherKeys: readonly KnownKey[]): Generator<Candidate> {
  for (const { value, source } of otherKeys) {
    if (value !== '' && value !== key) yield { key: value, diagnosis: signedWithOther(source) };
  }
  yield* wrappedKeys(key);
  yield* encodedKeys(key);
  for (const [value, what] of unsetKeys) yield { key: value, diagnosis: signedUnset(what) };
}

/** What a missing setting becomes in common languages. */
const unsetKeys = [
  ['', 'an empty signing key'],
  ['undefined', "the text 'undefined' as its key"],
  ['null', "the text 'null' as its key"],
  ['None', "the text 'None' as its key"],
] as const;

function signedUnset(what: string) {
  return {
    cause: 'key-unset',
    message: `It was signed with ${what}.`,
    remedy: 'Set the signing key in the sender, and refuse to sign without one.',
  } as const;
}

function signedWithOther(source: string) {
  return {
    cause: 'key-other',
    message: `It was signed with a different key: the one from ${source}.`,
    remedy: 'Use the same key to sign and to verify.',
  } as const;
}

const whiteSpace = 'whitespace';
const quotationMarks = 'quotation marks';

/** Characters around a key that was read from a file, pasted or echoed. */
const wrappers = [
  ...['\n', '\r\n', ' ', '\t', ' \n', '\n\n'].map((end) => ({
    start: '',
    end,
    what: [whiteSpace],
  })),
  ...[' ', '\t', '\n', '\uFEFF'].map((start) => ({ start, end: '', what: [whiteSpace] })),
  { start: ' ', end: ' ', what: [whiteSpace] },
  ...['"', "'", '`'].flatMap((quote) => [
    { start: quote, end: quote, what: [quotationMarks] },
    { start: quote, end: `${quote}\n`, what: [quotationMarks, whiteSpace] },
    { start: quote, end: `${quote}\r\n`, what: [quotationMarks, whiteSpace] },
  ]),
];

/** Yields the key with whitespace and quotation marks removed or added. */
function* wrappedKeys(key: string): Generator<Candidate> {
  for (const [inner, what] of unwrap(key)) yield { key: inner, diagnosis: wrappedHere(what) };
  for (const { start, end, what } of wrappers) {
    yield { key: `${start}${key}${end}`, diagnosis: wrappedThere(what) };
  }
}

/** Yields the key without its surrounding whitespace and quotation marks, layer by layer, and what was removed. */
function* unwrap(key: string): Generator<[inner: string, what: readonly string[]]> {
  const what = new Set<string>();
  let inner = key;
  for (let layer = 0; layer < 4; layer++) {
    const bare = inner.trim();
    const unquoted = bare.replace(/^(["'`])(.*)\1$/s, '$2');
    if (bare !== inner) yield [bare, [...what.add(whiteSpace)]];
    if (unquoted !== bare) yield [unquoted, [...what.add(quotationMarks)]];
    inner = unquoted;
  }
}

function wrappedHere(what: readonly string[]) {
  return {
    cause: causeOf(what),
    message: `The signing key has ${what.join(' and ')} around it that the sender's key does not.`,
    remedy: `Remove the ${what.join(' and ')} from the receiver's key.`,
  } as const;
}

function wrappedThere(what: readonly string[]) {
  return {
    cause: causeOf(what),
    message: `It was signed with this key with ${what.join(' and ')} around it.`,
    remedy: `Remove the ${what.join(' and ')} from the sender's key, or trim it after reading it from a file.`,
  } as const;
}

function causeOf(what: readonly string[]): 'key-quoted' | 'key-white-space' {
  return what.includes(quotationMarks) ? 'key-quoted' : 'key-white-space';
}

/** Yields the key decoded, and encoded again. */
function* encodedKeys(key: string): Generator<Candidate> {
  const base64 = Buffer.from(key, 'base64');
  if (base64.length > 0) yield { key: base64, diagnosis: encoding('decoded from base64') };
  if (/^(?:[\da-f]{2})+$/i.test(key)) {
    yield { key: Buffer.from(key, 'hex'), diagnosis: encoding('decoded from hexadecimal') };
  }
  yield { key: Buffer.from(key).toString('base64'), diagnosis: encoding('encoded in base64') };
  yield { key: Buffer.from(key).toString('hex'), diagnosis: encoding('encoded in hexadecimal') };
  if (/[\u0080-\uffff]/.test(key)) {
    yield { key: Buffer.from(key, 'latin1'), diagnosis: encoding('encoded in Latin-1') };
  }
  yield { key: Buffer.from(key, 'utf16le'), diagnosis: encoding('encoded in UTF-16') };
}

function encoding(how: string) {
  return {
    cause: 'key-encoded',
    message: `It was signed with this key ${how}.`,
    remedy: "Use the key's text as is, in UTF-8: Logto neither encodes nor decodes it.",
  } as const;
}
