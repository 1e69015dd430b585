import { describe, expect, test } from 'vitest';
import type { DiagnosisCause } from '../../../src/core/diagnosis/cause.ts';
import { diagnoseSignature } from '../../../src/core/diagnosis/diagnose.ts';
import { bodies, expectDiagnosis, hmac, key, otherKeys } from '../../helpers/diagnosis.ts';

type MakeHeader = (right: string) => unknown;

const base64 = (hex: string, encoding: BufferEncoding = 'base64') =>
  Buffer.from(hex, 'hex').toString(encoding);
const wrong = hmac('something else');

const cases: [name: string, cause: DiagnosisCause, header: MakeHeader, message?: RegExp][] = [
  ['no header', 'signature-missing', () => undefined],
  ['no values', 'signature-missing', () => []],
  ['nothing', 'signature-empty', () => ''],
  ['white space', 'signature-empty', () => ' \t '],
  ['two values', 'signature-repeated', (right) => [wrong, right], /one of/],
  [
    'two values, joined by node:http',
    'signature-repeated',
    (right) => `${right}, ${right}`,
    /one of/,
  ],
  ['two wrong values', 'signature-repeated', () => [wrong, wrong], /none of/],
  ['quotation marks', 'signature-quoted', (right) => `"${right}"`],
  ['sha256=', 'signature-prefixed', (right) => `sha256=${right}`],
  ['v1,', 'signature-prefixed', (right) => `v1,${base64(right)}`, /prefix.*base64/],
  ['the whole line', 'signature-prefixed', (right) => `Logto-Signature-SHA-256: ${right}`],
  ['prefix, upper case', 'signature-prefixed', (right) => `SHA256=${right.toUpperCase()}`, /upper/],
  ['white space around', 'signature-white-space', (right) => ` ${right}\n`],
  ['broken lines', 'signature-white-space', (right) => right.replace(/.{32}/g, '$&\r\n')],
  ['upper case', 'signature-upper-case', (right) => right.toUpperCase()],
  ['one letter in upper case', 'signature-upper-case', (right) => right.replace(/[a-f]/, upper)],
  ['base64', 'signature-base64', (right) => base64(right)],
  ['base64url', 'signature-base64', (right) => base64(right, 'base64url')],
  ['cut off', 'signature-length', (right) => right.slice(0, 63), /63 .* cut off/],
  ['cut off to a half', 'signature-length', (right) => right.slice(0, 32), /32 .* cut off/],
  ['one too many', 'signature-length', (right) => `${right}0`, /65 characters instead of 64\.$/],
  ['a few digits', 'signature-length', () => 'abc123', /6 characters instead of 64\.$/],
  ['other letters', 'signature-not-hex', () => 'z'.repeat(64)],
  ['a prefix before a wrong one', 'signature-not-hex', () => `sha256=${wrong}`],
  ['base64 of a wrong one', 'signature-not-hex', () => base64(wrong)],
  ['a number', 'signature-not-hex', () => 64],
  ['an object', 'signature-not-hex', (right) => ({ toString: () => right })],
  ['another signature', 'unknown', () => wrong],
  ['another signature in upper case', 'unknown', () => wrong.toUpperCase()],
];

describe.each(bodies)('%.40s…', (body) => {
  test.each(cases)('%s: %s', (_, cause, header, message) => {
    expectDiagnosis({ body, signature: header(hmac(body)), cause, ...(message && { message }) });
  });

  test('there is nothing to say of the right one', () => {
    expect(diagnoseSignature(body, hmac(body), key)).toBeNull();
    expect(diagnoseSignature(Buffer.from(body), [hmac(body)], key)).toBeNull();
  });
});

test('what is wrong with its form is told beside another cause', () => {
  const [{ value }] = otherKeys;
  expectDiagnosis({
    body: '{"a":1}',
    signature: `sha256=${hmac('{"a":1}', value).toUpperCase()}`,
    cause: 'key-other',
    message: /from LOGTO_.* in \.env; besides, .* a prefix in front of it and is in upper case\.$/,
  });
  expectDiagnosis({
    body: '{"a":1}\n',
    signature: base64(hmac('{"a":1}')),
    cause: 'body-white-space',
    message: /not signed; besides, the signature is in base64/,
  });
});

test('a beginning that can be guessed is not confirmed', () => {
  const signature = hmac('{}').slice(0, 15);
  expectDiagnosis({ body: '{}', signature, cause: 'signature-length', message: /of 64\.$/ });
});

function upper(text: string): string {
  return text.toUpperCase();
}
