import { expect, it } from 'vitest';
import { cutToWidth, fitParts, textWidth } from '../../../../src/cli/output/text/fit.ts';

it.each([
  ['abc', 3],
  ['日本語', 6],
  ['🦉', 2],
  ['é', 1],
  ['▸ ✓ …', 5],
  ['\u001b[31mred\u001b[39m', 3],
])('%j takes %i columns', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

it.each([
  ['日本語', 5, '日本…'],
  ['日本語', 6, '日本語'],
  ['日本語', 4, '日…'],
  ['hello', 4, 'hel…'],
  ['hello', 0, ''],
])('%s fitted to %i columns is %s', (text, columns, cut) => {
  expect(cutToWidth(text, columns)).toBe(cut);
});

it('fitting cuts the parts of a line together, and never exceeds the width', () => {
  const paint = (text: string) => `<${text}>`;
  expect(fitParts([{ text: 'ab', paint }, { text: 'cdef' }, { text: 'g' }], 5)).toBe('<ab>cd…');
  const parts = [{ text: '王小明 ' }, { text: '🦉🦉🦉' }, { text: 'x'.repeat(50) }];
  for (let columns = 0; columns < 40; columns++) {
    expect(textWidth(fitParts(parts, columns))).toBeLessThanOrEqual(columns);
  }
});
