import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sign, signatureHeader, verifySignature } from '../../../src/core/logto/signature.ts';
import { realDeliveries } from '../../helpers/deliveries.ts';

describe('a delivery of a real Logto', () => {
  test.each(realDeliveries)('$name', ({ body, headers, signingKey }) => {
    expect(sign(body, signingKey)).toBe(headers[signatureHeader]);
    expect(verifySignature(Buffer.from(body), headers[signatureHeader], signingKey)).toBe(true);
    expect(verifySignature(`${body} `, headers[signatureHeader], signingKey)).toBe(false);
  });
});

test('text and key are signed as UTF-8', () => {
  const signature = createHmac('sha256', Buffer.from('schlüssel 🔑')).update('€').digest('hex');
  expect(sign('€', 'schlüssel 🔑')).toBe(signature);
  expect(verifySignature(new Uint8Array([0xe2, 0x82, 0xac]), signature, 'schlüssel 🔑')).toBe(true);
});

test('of a view into a larger buffer, only the view is signed', () => {
  const large = Buffer.from('xx{}xx');
  expect(sign(large.subarray(2, 4), 'key')).toBe(sign('{}', 'key'));
});

test('no invalid header value throws or verifies', () => {
  const right = sign('{}', 'key');
  const wrong = [
    undefined,
    null,
    '',
    0,
    64,
    true,
    Symbol('signature'),
    [],
    [right],
    [right, right],
    { toString: () => right },
    Object.create(null),
    new String(right),
    right.toUpperCase(),
    ` ${right}`,
    `${right}\n`,
    `${right}\0`,
    `sha256=${right}`,
    right.slice(1),
    `${right}0`,
    'é'.repeat(64),
    '\ud800'.repeat(64),
    'a'.repeat(10_000_000),
    '0'.repeat(64),
  ];
  for (const value of wrong) expect(verifySignature('{}', value, 'key')).toBe(false);
});

test('an empty key verifies nothing', () => {
  expect(verifySignature('{}', sign('{}', ''), '')).toBe(false);
});
