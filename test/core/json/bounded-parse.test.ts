import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ParseLimits, parseBounded } from '../../../src/core/json/bounded-parse.ts';
import { many, timeoutMs } from '../../helpers/stress.ts';

const runs = many<fc.Parameters<unknown>>({ numRuns: 500, seed: 20_260_805 }, { numRuns: 100_000 });

const noLimits: ParseLimits = { depth: 1000, values: 1e6, always: [] };

const texts = fc.oneof(
  fc.json({ stringUnit: 'binary' }),
  fc.jsonValue({ stringUnit: 'binary' }).map((value) => JSON.stringify(value, null, '\t \n\r')),
);

/** Returns the parsed value, or that the text is not JSON. */
function outcomeOf(parse: () => unknown): { readonly value: unknown } | 'not JSON' {
  try {
    return { value: parse() };
  } catch (error) {
    if (error instanceof SyntaxError) return 'not JSON';
    throw error;
  }
}

function parse(text: string, limits = noLimits) {
  return parseBounded(Buffer.from(text), limits);
}

describe('a bounded parse', { timeout: timeoutMs }, () => {
  it('builds the same as JSON.parse below the limits', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(parse(text).value).toEqual(JSON.parse(text));
      }),
      runs,
    );
  });

  it('rejects exactly what JSON.parse rejects, at any depth that it skips', () => {
    const edit = fc.tuple(
      fc.nat(),
      fc.nat(3),
      fc.constantFrom('', ...'{}[]:,"\\ue+-.01tfn \n\x00é'),
    );
    fc.assert(
      fc.property(texts, fc.array(edit, { maxLength: 3 }), fc.nat(3), (text, edits, depth) => {
        const edited = edits.reduce((before, [at, length, insert]) => {
          const start = at % (before.length + 1);
          return before.slice(0, start) + insert + before.slice(start + length);
        }, text);
        fc.pre(Buffer.from(edited).toString() === edited); // No half of a surrogate pair.
        const expected = outcomeOf(() => JSON.parse(edited));
        const isJson = expected !== 'not JSON';
        expect(outcomeOf(() => parse(edited).value)).toEqual(expected);
        expect(outcomeOf(() => parse(edited, { ...noLimits, depth })) !== 'not JSON').toBe(isJson);
        expect(outcomeOf(() => parse(edited, { ...noLimits, values: 2 })) !== 'not JSON').toBe(
          isJson,
        );
      }),
      runs,
    );
  });

  it.each([
    '',
    ' ',
    '-',
    '01',
    '1.',
    '.5',
    '1e',
    '+1',
    '"\\x"',
    '"\\u12g4"',
    '"\t"',
    'nul',
    '[1,]',
  ])('refuses %j', (text) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(() => parse(text)).toThrow(SyntaxError);
  });

  it('rejects bytes that are not UTF-8, and accepts a byte order mark', () => {
    expect(() => parseBounded(Buffer.from([0x22, 0xff, 0x22]), noLimits)).toThrow(SyntaxError);
    expect(parse('\uFEFF{"a":1}').value).toEqual({ a: 1 });
  });

  it('leaves containers below the depth empty, and counts what it skips', () => {
    const limits = { ...noLimits, depth: 2 };
    expect(parse('{"a":{"b":{"c":1},"d":[1,[2]],"e":3}}', limits)).toEqual({
      value: { a: { b: {}, d: [], e: 3 } },
      values: 9,
      isCut: false,
    });
  });

  it('builds no more values than the limit, except the members that it always builds', () => {
    const limits = { ...noLimits, values: 3, always: ['event', 'list'] };
    const { value, values, isCut } = parse('{"a":[1,2,3,4],"event":"E","list":[],"b":5}', limits);
    expect(value).toEqual({ a: [1], event: 'E' });
    expect([values, isCut]).toEqual([9, true]);
  });

  it('has no key of the prototype', () => {
    const { value } = parse('{"__proto__":{"a":1},"constructor":2}');
    expect(Object.keys(Object(value))).toEqual(['__proto__', 'constructor']);
    expect({}).not.toHaveProperty('a');
  });
});
