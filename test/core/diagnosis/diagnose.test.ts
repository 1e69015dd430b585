import { describe, expect, test } from 'vitest';
import { diagnosisCauses } from '../../../src/core/diagnosis/cause.ts';
import { diagnoseSignature } from '../../../src/core/diagnosis/diagnose.ts';
import { bodies, hmac, key, otherKeys } from '../../helpers/diagnosis.ts';
import { many } from '../../helpers/stress.ts';

/** The causes that need no proof by recomputing; every other cause is confirmed. */
const unconfirmed = [
  'signature-missing',
  'signature-empty',
  'signature-repeated',
  'signature-length',
  'signature-not-hex',
  'key-missing',
  'body-empty',
  'unknown',
];

test('diagnosis causes are distinct kebab-case names', () => {
  expect(new Set(diagnosisCauses).size).toBe(diagnosisCauses.length);
  for (const cause of diagnosisCauses) expect(cause).toMatch(/^[a-z][a-z\d]*(-[a-z\d]+)*$/);
});

const rounds = many(400, 4000);

test('diagnoseSignature never confirms a cause for random input and never throws', () => {
  const random = generator(20_261_122);
  for (let round = 0; round < rounds; round += 1) {
    const body = pick(random, [randomText(random), ...bodies, '{}', '"x"', '[[]', '\ud800']);
    const signature = pick<unknown>(random, [
      randomHex(random, 64),
      randomHex(random, Math.floor(random() * 130)),
      randomHex(random, 64).toUpperCase(),
      `sha256=${randomHex(random, 64)}`,
      Buffer.from(randomHex(random, 64), 'hex').toString('base64'),
      [randomHex(random, 64), randomText(random)],
      randomText(random),
      undefined,
      null,
      round,
      {},
      [],
      [undefined, {}],
      Symbol('signature'),
    ]);
    const signingKey = pick(random, [randomText(random), key, '', 'ü', '"', '\ud800']);
    const diagnosis = diagnoseSignature(body, signature, signingKey, otherKeys);
    expect(unconfirmed).toContain(diagnosis?.cause);
  }
});

// Quadratic work on these bodies takes minutes and fails through the test's timeout.
describe('diagnoseSignature takes bounded time and stack', () => {
  const wide = (length: number) => JSON.stringify(Array.from({ length }, (_, id) => ({ id })));
  test.each([
    ['deep arrays', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['deep objects', '{"a":'.repeat(20_000) + 1 + '}'.repeat(20_000)],
    [
      'JSON that grows when indented',
      `${'['.repeat(250)}${'1,'.repeat(200_000)}1${']'.repeat(250)}`,
    ],
    ['many keys', `{${Array.from({ length: 30_000 }, (_, id) => `"k${id}":1`).join(',')}}`],
    ['many values', wide(40_000)],
    ['5 MB of JSON', wide(420_000)],
    ['5 MB of line breaks', `${'\r\n'.repeat(2_500_000)}x`],
    ['5 MB that are not UTF-8', Buffer.alloc(5_000_000, 0xe9)],
    ['one long string', JSON.stringify('"\\'.repeat(120_000))],
    ['a string that does not end', `"${'\\'.repeat(400_000)}`],
  ])('for %s', (_, body) => {
    expect(diagnoseSignature(body, hmac('else'), key, otherKeys)?.cause).toBe('unknown');
  });
});

test('diagnoseSignature compares many header values with one computation', () => {
  const body = Buffer.alloc(5_000_000);
  const diagnosis = diagnoseSignature(body, Array(5000).fill('é'.repeat(64)), key);
  expect(diagnosis).toMatchObject({
    cause: 'signature-repeated',
    message: expect.stringContaining('none of'),
  });
});

test('diagnoseSignature takes bounded time for hostile headers', () => {
  const right = hmac('{}');
  for (const signature of [
    'a'.repeat(5_000_000),
    ' '.repeat(5_000_000) + right.slice(1),
    `${right}, `.repeat(50_000),
    `"${"'".repeat(1_000_000)}`,
    `sha256=${' '.repeat(1_000_000)}!`,
  ]) {
    expect(unconfirmed).toContain(diagnoseSignature('{}', signature, key)?.cause);
  }
});

/** Mulberry32: the same numbers from 0 to 1 in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick<T>(random: () => number, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(random() * choices.length)] ?? choices[0];
}

function randomHex(random: () => number, length: number): string {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
}

function randomText(random: () => number): string {
  const length = Math.floor(random() * 80);
  return Array.from({ length }, () => String.fromCharCode(random() * 0x250)).join('');
}
