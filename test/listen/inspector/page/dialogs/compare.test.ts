import { describe, expect, it } from 'vitest';
import {
  type JsonNode,
  readJson,
} from '../../../../../src/listen/inspector/page/details/json-nodes.ts';
import {
  compareJson,
  keepDifferences,
} from '../../../../../src/listen/inspector/page/dialogs/compare.ts';

function read(text: string): JsonNode {
  return readJson(text) ?? expect.fail(`${text} is not JSON`);
}

describe('readJson', () => {
  it('keeps scalars and keys as written', () => {
    expect(read('{"a":1.0,"\\u0061":[9223372036854775807,"\\/",null],"a":{}}')).toEqual({
      kind: 'object',
      entries: [
        { key: '"a"', node: { kind: 'number', text: '1.0' } },
        {
          key: '"\\u0061"',
          node: {
            kind: 'array',
            entries: [
              { key: '0', node: { kind: 'number', text: '9223372036854775807' } },
              { key: '1', node: { kind: 'string', text: '"\\/"' } },
              { key: '2', node: { kind: 'word', text: 'null' } },
            ],
          },
        },
        { key: '"a"', node: { kind: 'object', entries: [] } },
      ],
    });
  });

  it.each(['{"a":', '', 'undefined', '{"a":1}}', '[1,]'])('rejects %j', (text) => {
    expect(readJson(text)).toBeUndefined();
  });

  it('reads deep nesting', () => {
    expect(read('['.repeat(100_000) + ']'.repeat(100_000)).kind).toBe('array');
  });
});

describe('compareJson', () => {
  const { lines } = compareJson(
    read('{"same":1,"changed":"a","gone":[1],"in":{"x":1,"y":2}}'),
    read('{"in":{"y":3,"x":1},"changed":"b","same":1,"new":true}'),
  );

  it('aligns entries by key in any order', () => {
    expect(lines.map(({ left, right, kind }) => [left, right, kind])).toEqual([
      ['{', '{', 'same'],
      ['"same": 1', '"same": 1', 'same'],
      ['"changed": "a"', '"changed": "b"', 'changed'],
      ['"gone": [', null, 'removed'],
      ['1', null, 'removed'],
      [']', null, 'removed'],
      ['"in": {', '"in": {', 'same'],
      ['"x": 1', '"x": 1', 'same'],
      ['"y": 2', '"y": 3', 'changed'],
      ['}', '}', 'same'],
      [null, '"new": true', 'added'],
      ['}', '}', 'same'],
    ]);
  });

  it('keeps the differing lines and the lines that open the objects around them', () => {
    expect(keepDifferences(lines).map(({ left, right }) => left ?? right)).toEqual([
      '{',
      '"changed": "a"',
      '"gone": [',
      '1',
      ']',
      '"in": {',
      '"y": 2',
      '"new": true',
    ]);
  });

  it('shows a value of another kind on both sides', () => {
    const { lines } = compareJson(read('{"a":1}'), read('{"a":[]}'));
    expect(lines.map(({ kind }) => kind)).toEqual(['same', 'removed', 'added', 'added', 'same']);
  });

  it.each([
    ['many lines', `[${'1,'.repeat(100_000)}1]`],
    ['deep nesting', '['.repeat(200_000) + ']'.repeat(200_000)],
  ])('stops at %s and says so', (_, text) => {
    for (const other of [text, '{}']) {
      const { lines, isCut } = compareJson(read(text), read(other));
      expect(isCut).toBe(true);
      expect(lines.length).toBeLessThan(2_300);
    }
  });
});
