import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sign, signatureHeader, verifySignature } from '../../../src/core/logto/signature.ts';
import { realDeliveries } from '../../helpers/deliveries.ts';

describe('what a real Logto sent', () => {
  test.each(realDeliveries)('$name', ({ body, headers, signingKey }) => {
    expect(sign(body, signingKey)).toBe(headers[signatureHeader]);
    expect(verifySignature(Buffer.from(body), headers[signatureHeader], signingKey)).toBe(true);
    expect(verifySignature(`${body} `, headers[signatureHeader], signingKey)).toBe(false);
  });
});

test('text and key stand for their UTF-8 bytes', () => {
  const signature = createHmac('sha256', Buffer.from('schlüssel 🔑')).update('€').digest('hex');
  expect(sign('€', 'schlüssel 🔑')).toBe(signature);
  expect(verifySignature(new Uint8Array([0xe2, 0x82, 0xac]), signature, 'schlüssel 🔑')).toBe(true);
});

test('a view into a larger buffer is signed as the view', () => {
  const large = Buffer.from('xx{}xx');
  expect(sign(large.subarray(2, 4), 'key')).toBe(sign('{}', 'key'));
});

test('no header value throws or passes', () => {
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

test('an empty key verifies nothing, since everybody has it', () => {
  expect(verifySignature('{}', sign('{}', ''), '')).toBe(false);
});
