import { createHash } from 'node:crypto';
import { describe, test } from 'vitest';
import type { DiagnosisCause } from '../../../src/core/diagnosis/cause.ts';
import { bodies, expectDiagnosis, hmac, key } from '../../helpers/diagnosis.ts';

const hash = (text: string, algorithm = 'sha256') =>
  createHash(algorithm).update(text).digest('hex');

const cases: [name: string, cause: DiagnosisCause, sign: (body: string) => string, RegExp][] = [
  ['HMAC-SHA-1', 'algorithm-other', (body) => hmac(body, key, 'sha1'), /SHA-1 /],
  ['HMAC-SHA-512', 'algorithm-other', (body) => hmac(body, key, 'sha512'), /SHA-512 /],
  ['SHA-256', 'algorithm-without-key', (body) => hash(body), /plain hash of the body/],
  ['SHA-512', 'algorithm-without-key', (body) => hash(body, 'sha512'), /plain hash/],
  ['SHA-256 of key and body', 'algorithm-without-key', (body) => hash(key + body), /joined/],
  ['key and body swapped', 'algorithm-swapped', (body) => hmac(key, body), /swapped/],
];

describe.each(bodies)('diagnoseSignature for the body %.40s…', (body) => {
  test.each(cases)('recognizes %s: %s', (_, cause, sign, message) => {
    expectDiagnosis({ body, signature: sign(body), cause, message });
  });
});
