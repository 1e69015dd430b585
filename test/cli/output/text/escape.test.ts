import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeLine, escapeText, isPrintable } from '../../../../src/cli/output/text/escape.ts';

describe('escapeText', () => {
  it.each([
    ['C0 controls but tab and newline', '\u0000\t\n\r\u001b[31m', '\\u0000\t\n\\u000d\\u001b[31m'],
    ['DEL and C1 controls', '\u007f\u0080\u0085\u009b', '\\u007f\\u0080\\u0085\\u009b'],
    ['bidi controls', '\u202e\u2066\u200e\u200f\u061c', '\\u202e\\u2066\\u200e\\u200f\\u061c'],
    ['separators', 'a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
    ['invisible characters', '\u200b\u00ad\ufeff\u{e0041}', '\\u200b\\u00ad\\ufeff\\udb40\\udc41'],
    ['half a surrogate pair', 'Ada\ud83d', 'Ada\\ud83d'],
  ])('escapes %s', (_, text, escaped) => {
    expect(escapeText(text)).toBe(escaped);
  });

  it.each(['Zoë 王小明 «…» ✓', '👩‍💻 🏳️‍🌈', 'می‌خواهم ۝ ؀', 'naïve\ttext\n'])(
    'leaves %s as it is',
    (text) => {
      expect(escapeText(text)).toBe(text);
    },
  );

  it('keeps the value of any JSON text and leaves nothing to escape', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const escaped = escapeText(JSON.stringify(value));
        expect(JSON.parse(escaped)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(isPrintable(escaped)).toBe(true);
      }),
    );
  });
});

it('escapeLine also escapes newlines', () => {
  expect(escapeLine('a\r\nb')).toBe('a\\u000d\\nb');
});
