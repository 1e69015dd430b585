import { describe, expect, it } from 'vitest';
import { compactJsonText, indentJson, mapJson } from '../../../src/core/json/tokens.ts';
import { realDeliveries } from '../../helpers/deliveries.ts';

const odd =
  '{"n":9223372036854775807,"f":1.0,"e":-1E+2,"u":"\\u0041\\/\\"","a":[],"o":{},"n":[[1,{"x":null}]]}';

describe('layout', () => {
  it.each(realDeliveries)('of $name is that of JSON.stringify, and back', ({ body }) => {
    const laidOut = indentJson(body);
    expect(laidOut).toBe(JSON.stringify(JSON.parse(body), null, 2));
    expect(compactJsonText(laidOut)).toBe(body);
  });

  it('keeps numbers, escapes and repeated keys as they are written', () => {
    expect(compactJsonText(indentJson(odd))).toBe(odd);
    expect(compactJsonText(` ${odd.replaceAll(',', ' ,\r\n\t')}\n`)).toBe(odd);
  });

  it('stays small for extreme depths', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(indentJson(deep).length).toBeLessThan(20_000_000);
  });
});

describe('mapJson', () => {
  it('rewrites keys and scalars with their places', () => {
    const places: string[] = [];
    const text = mapJson('{ "a": [1, {"b": "x"}, []], "c": true }', '$', {
      place: (parent, step) => `${parent}.${step}`,
      key: (source) => source.toUpperCase(),
      scalar(source, place) {
        places.push(place);
        return source === '1' ? '2' : source;
      },
    });
    expect(text).toBe('{ "A": [2, {"B": "x"}, []], "C": true }');
    expect(places).toEqual(['$.a.0', '$.a.1.b', '$.c']);
  });

  it('accepts a single scalar, and any depth', () => {
    const scalars: string[] = [];
    const visitor = {
      place: (depth: number) => depth + 1,
      key: (source: string) => source,
      scalar(source: string, depth: number) {
        scalars.push(`${source}@${depth}`);
        return source;
      },
    };
    mapJson('"x"', 0, visitor);
    mapJson(`${'{"a":['.repeat(50_000)}7${']}'.repeat(50_000)}`, 0, visitor);
    expect(scalars).toEqual(['"x"@0', '7@100000']);
  });
});
