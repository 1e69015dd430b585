import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { prepareKey } from '../../../src/core/logto/prepared-key.ts';
import { verifySignature } from '../../../src/core/logto/signature.ts';

const keys = fc.string({ unit: 'binary', maxLength: 100 });
const bodies = fc.uint8Array({ maxLength: 2000 });

it('signs as HMAC-SHA256 does, whatever key and body, one after the other', () => {
  fc.assert(
    fc.property(keys, fc.array(bodies, { minLength: 1, maxLength: 3 }), (key, several) => {
      const prepared = prepareKey(key);
      for (const body of several) {
        expect(prepared.sign(body)).toBe(createHmac('sha256', key).update(body).digest('hex'));
      }
    }),
  );
});

it.each([64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 5 * 1024 * 1024])(
  'signs a body of %d bytes, and then a small one',
  (length) => {
    const prepared = prepareKey('key');
    for (const body of [Buffer.alloc(length, 'a'), Buffer.from('{}')]) {
      expect(prepared.sign(body)).toBe(createHmac('sha256', 'key').update(body).digest('hex'));
    }
  },
);

it('verifies what verifySignature verifies, and throws for no header', () => {
  const headers = fc.oneof(fc.anything(), fc.stringMatching(/^[\da-f]{64}$/));
  fc.assert(
    fc.property(keys, bodies, headers, (key, body, header) => {
      const prepared = prepareKey(key);
      for (const signature of [header, prepared.sign(body)]) {
        expect(prepared.verify(body, signature)).toBe(verifySignature(body, signature, key));
      }
    }),
  );
});
