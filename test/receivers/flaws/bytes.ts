import { hmac, isEqual } from '../receiver.ts';
import type { Flaw } from './flaw.ts';

/** Verifies a text made from the body instead of the body; texts that cannot be made are refused. */
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

/** Strings of JSON text, or what is between them. */
const strings = /("(?:[^"\\]|\\.)*")/;

function outsideStrings(text: string, rewrite: (part: string) => string): string {
  return text
    .split(strings)
    .map((part, index) => (index % 2 === 1 ? part : rewrite(part)))
    .join('');
}

/** What goes wrong when anything but the received bytes is verified. */
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
