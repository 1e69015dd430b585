import { describe, test } from 'vitest';
import type { DiagnosisCause } from '../../../src/core/diagnosis/cause.ts';
import { bodies, expectDiagnosis, hmac, key, otherKeys } from '../../helpers/diagnosis.ts';

type Key = string | Uint8Array;
const hex = '00ff'.repeat(8);

const cases: [name: string, cause: DiagnosisCause, here: string, there: Key, message?: RegExp][] = [
  ['none here', 'key-missing', '', key],
  [
    'another that is set',
    'key-other',
    key,
    otherKeys[0].value,
    /LOGTO_WEBHOOK_SIGNING_KEY in \.env/,
  ],
  ['none there', 'key-unset', key, '', /empty/],
  ['undefined there', 'key-unset', key, 'undefined', /'undefined'/],
  ['a line break here', 'key-white-space', `${key}\n`, key, /key here/],
  ['a line break there', 'key-white-space', key, `${key}\n`, /signed with/],
  ['CRLF there', 'key-white-space', key, `${key}\r\n`, /signed with/],
  ['a space there', 'key-white-space', key, ` ${key}`, /signed with/],
  ['a tab here', 'key-white-space', `\t${key}`, key, /key here/],
  ['empty lines there', 'key-white-space', key, `${key}\n\n`, /signed with/],
  [
    'both here',
    'key-quoted',
    `"${key} "\n`,
    key,
    /here has white space and quotation marks around/,
  ],
  ['both there', 'key-quoted', key, `"${key}"\n`, /quotation marks and white space around/],
  ['quotation marks here', 'key-quoted', `"${key}"`, key, /key here/],
  ['quotation marks there', 'key-quoted', key, `'${key}'`, /signed with/],
  ['base64 decoded', 'key-encoded', key, Buffer.from(key, 'base64'), /decoded from base64/],
  ['hexadecimal decoded', 'key-encoded', hex, Buffer.from(hex, 'hex'), /from hex/],
  ['base64 encoded', 'key-encoded', key, Buffer.from(key).toString('base64'), /in base64/],
  ['in Latin-1', 'key-encoded', 'schlüssel', Buffer.from('schlüssel', 'latin1'), /Latin-1/],
  ['an unknown one', 'unknown', key, 'unknown'],
];

describe.each(bodies)('%.40s…', (body) => {
  test.each(cases)('%s: %s', (_, cause, signingKey, there, message) => {
    const signature = hmac(body, there);
    expectDiagnosis({ body, signature, signingKey, cause, ...(message && { message }) });
  });
});
