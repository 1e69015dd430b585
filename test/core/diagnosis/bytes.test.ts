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
  ['nothing here', 'body-empty', asIs, () => '', /here is empty/],
  ['newline added', 'body-white-space', asIs, (body) => `${body}\n`, /here ends with/],
  ['CRLF added', 'body-white-space', asIs, (body) => `${body}\r\n`, /here ends with/],
  ['newline lost', 'body-white-space', (body) => `${body}\n`, asIs, /lacks/],
  ['CRLF lost', 'body-white-space', (body) => `${body}\r\n`, asIs, /lacks/],
  ['space around', 'body-white-space', asIs, (body) => `\n  ${body}\n\n`, /around/],
  ['BOM added', 'body-byte-order-mark', asIs, (body) => `\uFEFF${body}`, /here begins/],
  ['BOM lost', 'body-byte-order-mark', (body) => `\uFEFF${body}`, asIs, /signed begins/],
  ['LF to CRLF', 'body-line-breaks', lines, crlf, /signed has LF/],
  ['CRLF to LF', 'body-line-breaks', crlf, lines, /signed has CRLF/],
  ['UTF-16', 'body-utf16', asIs, (body) => utf16(`\uFEFF${body}\r\n`), /here is in UTF-16/],
  ['signed as UTF-16', 'body-utf16', utf16, asIs, /here is in UTF-8/],
];

describe.each(bodies)('%.40s…', (body) => {
  test.each(cases)('%s: %s', (_, cause, signed, here, message) => {
    expectDiagnosis({ body: here(body), signature: hmac(signed(body)), cause, message });
  });
});

describe('a body beyond ASCII', () => {
  const body = Buffer.from('{"name":"Zoë"}');
  const twice = Buffer.from(body.toString('latin1'));
  const latin1 = Buffer.from(body.toString(), 'latin1');

  test.each([
    ['read as Latin-1 here', body, twice, /here is what was signed, read as Latin-1/],
    ['read as Latin-1 there', twice, body, /signed is the body here, read as Latin-1/],
    ['in Latin-1 here', body, latin1, /here is in Latin-1/],
    ['in Latin-1 there', latin1, body, /here is in UTF-8/],
  ])('%s', (_, signed, here, message) => {
    expectDiagnosis({ body: here, signature: hmac(signed), cause: 'body-latin1', message });
  });

  test('replaced characters', () => {
    const broken = Buffer.concat([body, Buffer.from([0xff, 0xc3])]);
    const signature = hmac(broken.toString());
    expectDiagnosis({ body: broken, signature, cause: 'body-replaced-characters' });
  });
});
