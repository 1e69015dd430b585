import { hmac, isEqual } from '../receiver.ts';
import type { Flaw } from './flaw.ts';

/** Verifies a text derived from the body; a body that cannot be converted is refused. */
function verifies(
  name: string,
  rewrite: (text: string, rawBody: Buffer) => string,
  found: Pick<Flaw, 'fails' | 'warns'>,
): Flaw {
  const rewritten = (rawBody: Buffer) => {
    try {
      return rewrite(rawBody.toString(), rawBody);
    } catch {
      return rawBody;
    }
  };
  return {
    name,
    steps: () => ({
      verify: (rawBody, signature = '') => isEqual(hmac(rewritten(rawBody)), signature),
    }),
    ...found,
  };
}

const reserialised = ['bytes/whitespace', 'bytes/big-numbers', 'bytes/duplicate-keys'];

/** Matches a string in JSON text, or the text between two strings. */
const strings = /("(?:[^"\\]|\\.)*")/;

function outsideStrings(text: string, rewrite: (part: string) => string): string {
  return text
    .split(strings)
    .map((part, index) => (index % 2 === 1 ? part : rewrite(part)))
    .join('');
}

/** Flaws of receivers that verify something other than the received bytes. */
export const byteFlaws: readonly Flaw[] = [
  verifies('verifies-parsed-json', (text) => JSON.stringify(JSON.parse(text)), {
    warns: reserialised,
  }),
  verifies('verifies-latin-1', (_, rawBody) => rawBody.toString('latin1'), {
    fails: ['bytes/unicode', 'bytes/escapes'],
  }),
  verifies('verifies-composed-characters', (text) => text.normalize('NFC'), {
    fails: ['bytes/unicode'],
  }),
  verifies('verifies-escaped-line-separators', (text) => text.replaceAll('\u2028', '\\u2028'), {
    fails: ['bytes/escapes'],
  }),
  verifies('verifies-without-escaped-quotes', (text) => text.replaceAll('\\"', "'"), {
    fails: ['bytes/escapes'],
  }),
  verifies(
    'verifies-other-exponents',
    (text) => outsideStrings(text, (part) => part.replace(/e([+-])(\d)\b/gi, 'e$10$2')),
    { fails: ['bytes/numbers'] },
  ),
  verifies(
    'verifies-in-its-own-order',
    (text) => {
      const { hookId, ...rest } = JSON.parse(text);
      return JSON.stringify({ ...rest, hookId });
    },
    // The Console's test button writes hookId second.
    { fails: ['bytes/key-order'], warns: [...reserialised, 'tolerates/console-test-payload'] },
  ),
  verifies(
    'verifies-minified-text',
    (text) => outsideStrings(text, (part) => part.replace(/\s+/g, '')),
    { warns: ['bytes/whitespace'] },
  ),
  verifies(
    'verifies-rounded-numbers',
    (text) =>
      outsideStrings(text, (part) => part.replace(/\d{17,}/g, (digits) => String(Number(digits)))),
    { warns: ['bytes/big-numbers'] },
  ),
  {
    name: 'takes-only-plain-json',
    steps: () => ({
      admit: (request) =>
        request.method === 'POST'
          ? request.header('content-type') === 'application/json'
            ? undefined
            : { status: 415 }
          : { status: 405 },
    }),
    warns: ['bytes/charset'],
  },
];
