import { expect, it } from 'vitest';
import { suggest } from '../../src/core/suggest.ts';

const candidates = ['listen', 'send', 'replay', 'sign'];

it.each([
  ['lisen', 'listen'],
  ['listne', 'listen'],
  ['SEND', 'send'],
  ['sned', 'send'],
  ['sing', 'sign'],
  ['rpelay', 'replay'],
  ['replayed', 'replay'],
])('the typo %s suggests %s', (word, meant) => {
  expect(suggest(word, candidates)).toBe(meant);
});

it.each(['', 'x', 'completion', 'listen'.repeat(100_000)])(
  'unrelated input suggests nothing',
  (word) => {
    expect(suggest(word, candidates)).toBeUndefined();
  },
);
