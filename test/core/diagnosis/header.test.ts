import { describe, expect, test } from 'vitest';
import type { DiagnosisCause } from '../../../src/core/diagnosis/cause.ts';
import { diagnoseSignature } from '../../../src/core/diagnosis/diagnose.ts';
import { bodies, expectDiagnosis, hmac, key, otherKeys } from '../../helpers/diagnosis.ts';

type MakeHeader = (valid: string) => unknown;

const base64 = (hex: string, encoding: BufferEncoding = 'base64') =>
  Buffer.from(hex, 'hex').toString(encoding);
const wrong = hmac('something else');

const cases: [name: string, cause: DiagnosisCause, header: MakeHeader, message?: RegExp][] = [
  ['no header', 'signature-missing', () => undefined],
  ['no values', 'signature-missing', () => []],
  ['nothing', 'signature-empty', () => ''],
  ['whitespace', 'signature-empty', () => ' \t '],
  ['two values', 'signature-repeated', (valid) => [wrong, valid], /one of/],
  [
    'two values, joined by node:http',
    'signature-repeated',
    (valid) => `${valid}, ${valid}`,
    /one of/,
  ],
  ['a custom header and the signature', 'signature-repeated', (valid) => `x, ${valid}`, /one of/],
  ['two wrong values', 'signature-repeated', () => [wrong, wrong], /none of/],
  ['quotation marks', 'signature-quoted', (valid) => `"${valid}"`],
  ['sha256=', 'signature-prefixed', (valid) => `sha256=${valid}`],
  ['v1,', 'signature-prefixed', (valid) => `v1,${base64(valid)}`, /prefix.*base64/],
  ['the whole line', 'signature-prefixed', (valid) => `Logto-Signature-SHA-256: ${valid}`],
  [
    'prefix, upper case',
    'signature-prefixed',
    (valid) => `SHA256=${valid.toUpperCase()}`,
    /uppercase/,
  ],
  ['whitespace around it', 'signature-white-space', (valid) => ` ${valid}\n`],
  ['broken lines', 'signature-white-space', (valid) => valid.replace(/.{32}/g, '$&\r\n')],
  ['upper case', 'signature-upper-case', (valid) => valid.toUpperCase()],
  ['one letter in upper case', 'signature-upper-case', (valid) => valid.replace(/[a-f]/, upper)],
  ['base64', 'signature-base64', (valid) => base64(valid)],
  ['base64url', 'signature-base64', (valid) => base64(valid, 'base64url')],
  [
    'its last character missing',
    'signature-length',
    (valid) => valid.slice(0, 63),
    /63 .* truncated/,
  ],
  ['its second half missing', 'signature-length', (valid) => valid.slice(0, 32), /32 .* truncated/],
  [
    'one character too many',
    'signature-length',
    (valid) => `${valid}0`,
    /65 characters instead of 64\.$/,
  ],
  ['a few digits', 'signature-length', () => 'abc123', /6 characters instead of 64\.$/],
  ['other letters', 'signature-not-hex', () => 'z'.repeat(64)],
  ['a prefix before a wrong one', 'signature-not-hex', () => `sha256=${wrong}`],
  ['base64 of a wrong one', 'signature-not-hex', () => base64(wrong)],
  ['a number', 'signature-not-hex', () => 64],
  ['an object', 'signature-not-hex', (valid) => ({ toString: () => valid })],
  ['another signature', 'unknown', () => wrong],
  ['another signature in upper case', 'unknown', () => wrong.toUpperCase()],
];

describe.each(bodies)('diagnoseSignature for the body %.40s…', (body) => {
  test.each(cases)('explains a header with %s: %s', (_, cause, header, message) => {
    expectDiagnosis({ body, signature: header(hmac(body)), cause, ...(message && { message }) });
  });

  test('returns null for a valid signature', () => {
    expect(diagnoseSignature(body, hmac(body), key)).toBeNull();
    expect(diagnoseSignature(Buffer.from(body), [hmac(body)], key)).toBeNull();
  });
});

test('diagnoseSignature names the format defects beside another cause', () => {
  const [{ value }] = otherKeys;
  expectDiagnosis({
    body: '{"a":1}',
    signature: `sha256=${hmac('{"a":1}', value).toUpperCase()}`,
    cause: 'key-other',
    message: /from LOGTO_.* in \.env; also, .* a prefix and is uppercase\.$/,
  });
  expectDiagnosis({
    body: '{"a":1}\n',
    signature: base64(hmac('{"a":1}')),
    cause: 'body-white-space',
    message: /not signed; also, the signature is base64/,
  });
});

test('diagnoseSignature does not confirm a prefix that is short enough to guess', () => {
  const signature = hmac('{}').slice(0, 15);
  expectDiagnosis({ body: '{}', signature, cause: 'signature-length', message: /of 64\.$/ });
});

function upper(text: string): string {
  return text.toUpperCase();
}
