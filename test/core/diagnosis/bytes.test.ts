import { describe, test } from 'vitest';
import type { DiagnosisCause } from '../../../src/core/diagnosis/cause.ts';
import { bodies, expectDiagnosis, hmac } from '../../helpers/diagnosis.ts';

type Change = (body: string) => string | Uint8Array;

const asIs: Change = (body) => body;
const lines: Change = (body) => JSON.stringify(JSON.parse(body), null, 2);
const crlf: Change = (body) => String(lines(body)).replaceAll('\n', '\r\n');
const utf16: Change = (body) => Buffer.from(body, 'utf16le');

const cases: [name: string, cause: DiagnosisCause, signed: Change, here: Change, RegExp][] = [
  ['nothing signed', 'body-empty', () => '', asIs, /empty body/],
  ['nothing here', 'body-empty', asIs, () => '', /body is empty/],
  ['newline added', 'body-white-space', asIs, (body) => `${body}\n`, /body ends with/],
  ['CRLF added', 'body-white-space', asIs, (body) => `${body}\r\n`, /body ends with/],
  ['newline lost', 'body-white-space', (body) => `${body}\n`, asIs, /missing here/],
  ['CRLF lost', 'body-white-space', (body) => `${body}\r\n`, asIs, /missing here/],
  ['space around', 'body-white-space', asIs, (body) => `\n  ${body}\n\n`, /around/],
  ['BOM added', 'body-byte-order-mark', asIs, (body) => `\uFEFF${body}`, /body begins/],
  ['BOM lost', 'body-byte-order-mark', (body) => `\uFEFF${body}`, asIs, /signed body began/],
  ['LF to CRLF', 'body-line-breaks', lines, crlf, /had LF/],
  ['CRLF to LF', 'body-line-breaks', crlf, lines, /had CRLF/],
  ['UTF-16', 'body-utf16', asIs, (body) => utf16(`\uFEFF${body}\r\n`), /here is UTF-16/],
  ['signed as UTF-16', 'body-utf16', utf16, asIs, /here is UTF-8/],
];

describe.each(bodies)('diagnoseSignature for the body %.40s…', (body) => {
  test.each(cases)('explains %s: %s', (_, cause, signed, here, message) => {
    expectDiagnosis({ body: here(body), signature: hmac(signed(body)), cause, message });
  });
});

describe('diagnoseSignature for a body with non-ASCII text', () => {
  const body = Buffer.from('{"name":"Zoë"}');
  const twice = Buffer.from(body.toString('latin1'));
  const latin1 = Buffer.from(body.toString(), 'latin1');

  test.each([
    ['a receiver that read Latin-1', body, twice, /here is the signed one, read as Latin-1/],
    ['a sender that read Latin-1', twice, body, /signed body was this one, read as Latin-1/],
    ['a receiver that wrote Latin-1', body, latin1, /here is Latin-1/],
    ['a sender that wrote Latin-1', latin1, body, /here is UTF-8/],
  ])('explains %s', (_, signed, here, message) => {
    expectDiagnosis({ body: here, signature: hmac(signed), cause: 'body-latin1', message });
  });

  test('explains replaced characters', () => {
    const broken = Buffer.concat([body, Buffer.from([0xff, 0xc3])]);
    const signature = hmac(broken.toString());
    expectDiagnosis({ body: broken, signature, cause: 'body-replaced-characters' });
  });
});
