import { describe, test } from 'vitest';
import type { DiagnosisCause } from '../../../src/core/diagnosis/cause.ts';
import { bodies, expectDiagnosis, hmac, key, otherKeys } from '../../helpers/diagnosis.ts';

type Key = string | Uint8Array;
const hex = '00ff'.repeat(8);

const cases: [name: string, cause: DiagnosisCause, here: string, there: Key, message?: RegExp][] = [
  ['not set in the receiver', 'key-missing', '', key],
  [
    'another configured key',
    'key-other',
    key,
    otherKeys[0].value,
    /LOGTO_WEBHOOK_SIGNING_KEY in \.env/,
  ],
  ['not set in the sender', 'key-unset', key, '', /empty/],
  ['undefined in the sender', 'key-unset', key, 'undefined', /'undefined'/],
  ['a line break in the receiver', 'key-white-space', `${key}\n`, key, /signing key has/],
  ['a line break in the sender', 'key-white-space', key, `${key}\n`, /signed with/],
  ['CRLF in the sender', 'key-white-space', key, `${key}\r\n`, /signed with/],
  ['a space in the sender', 'key-white-space', key, ` ${key}`, /signed with/],
  ['a tab in the receiver', 'key-white-space', `\t${key}`, key, /signing key has/],
  ['empty lines in the sender', 'key-white-space', key, `${key}\n\n`, /signed with/],
  [
    'both in the receiver',
    'key-quoted',
    `"${key} "\n`,
    key,
    /signing key has whitespace and quotation marks around/,
  ],
  ['both in the sender', 'key-quoted', key, `"${key}"\n`, /quotation marks and whitespace around/],
  ['quotation marks in the receiver', 'key-quoted', `"${key}"`, key, /signing key has/],
  ['quotation marks in the sender', 'key-quoted', key, `'${key}'`, /signed with/],
  ['base64 decoded', 'key-encoded', key, Buffer.from(key, 'base64'), /decoded from base64/],
  ['hexadecimal decoded', 'key-encoded', hex, Buffer.from(hex, 'hex'), /from hex/],
  ['base64 encoded', 'key-encoded', key, Buffer.from(key).toString('base64'), /in base64/],
  ['in Latin-1', 'key-encoded', 'schlüssel', Buffer.from('schlüssel', 'latin1'), /Latin-1/],
  ['an unknown one', 'unknown', key, 'unknown'],
];

describe.each(bodies)('diagnoseSignature for the body %.40s…', (body) => {
  test.each(cases)('explains a key: %s: %s', (_, cause, signingKey, there, message) => {
    const signature = hmac(body, there);
    expectDiagnosis({ body, signature, signingKey, cause, ...(message && { message }) });
  });
});
