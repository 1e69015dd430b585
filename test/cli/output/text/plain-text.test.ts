import { expect, it } from 'vitest';
import { plainText } from '../../../../src/cli/output/text/plain-text.ts';

const esc = '\u001b';

it.each([
  ['a color', `${esc}[31mred${esc}[0m`, 'red'],
  ['a link', `${esc}]8;;https://example.com${esc}\\here${esc}]8;;${esc}\\`, 'here'],
  ['a window title', `${esc}]0;owned\u0007Ada`, 'Ada'],
  ['an escape within an escape', `${esc}${esc}[31m[2JAda`, '[2JAda'],
  ['8-bit controls', '\u009b2JAda\u0085Lovelace', 'Ada Lovelace'],
  ['backspaces and bells', 'Ada\b\b\b\u0007Eve\u007f', 'AdaEve'],
  ['line breaks', 'Ada\r\nLovelace\u2028King', 'Ada Lovelace King'],
  ['bidi overrides', '\u202eecalevoL adA\u202c\u2066\u200f', 'ecalevoL adA'],
  ['invisible characters', 'A\u200bd\ufeffa\u{e0041}', 'Ada'],
  ['a soft hyphen among letters', 'Zo\u00adë…', 'Zoë…'],
  ['half an emoji', 'Ada\ud83d', 'Ada'],
])('plain text is without %s', (_, text, plain) => {
  expect(plainText(text)).toBe(plain);
});

it.each(['Ada Lovelace', 'Zoë 王小明', '👩‍💻', 'می‌خواهم'])('plain text keeps %s', (text) => {
  expect(plainText(text)).toBe(text);
});

it('plain text is cut between characters', () => {
  expect(plainText('Ada', 3)).toBe('Ada');
  expect(plainText('Ada Lovelace', 6)).toBe('Ada L…');
  expect(plainText('🙂🙂🙂', 3)).toBe('🙂🙂🙂');
  expect(plainText('🙂🙂🙂🙂', 3)).toBe('🙂🙂…');
});
