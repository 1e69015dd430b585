import { expect, it } from 'vitest';
import { diffLines } from '../../../src/core/json/line-diff.ts';

function diff(first: string, second: string): string {
  const marks = { both: '', first: '-', second: '+' };
  return diffLines([...first], [...second])
    .map(({ side, text }) => marks[side] + text)
    .join(' ');
}

it.each([
  ['', '', ''],
  ['abc', 'abc', 'a b c'],
  ['abc', '', '-a -b -c'],
  ['', 'ab', '+a +b'],
  ['abcd', 'acxd', 'a -b c +x d'],
  ['aab', 'ab', 'a -a b'],
  ['xay', 'zaw', '-x +z a -y +w'],
])('%j and %j differ in %j', (first, second, expected) => {
  expect(diff(first, second)).toBe(expected);
});

it('shows texts with too many differences as a whole, quickly', () => {
  const lines = (prefix: string) => Array.from({ length: 20_000 }, (_, index) => prefix + index);
  expect(diffLines(lines('a'), lines('b'))).toHaveLength(40_000);
});
