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

describe('reading JSON', () => {
  it('keeps scalars and keys as they are written', () => {
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

  it.each(['{"a":', '', 'undefined', '{"a":1}}', '[1,]'])('refuses %j', (text) => {
    expect(readJson(text)).toBeUndefined();
  });

  it('holds a hostile depth', () => {
    const depth = 100_000;
    expect(readJson('['.repeat(depth) + ']'.repeat(depth))?.kind).toBe('array');
  });
});

describe('comparing', () => {
  const lines = compareJson(
    read('{"same":1,"changed":"a","gone":[1],"in":{"x":1,"y":2}}'),
    read('{"in":{"y":3,"x":1},"changed":"b","same":1,"new":true}'),
  );

  it('aligns by key, whatever the order', () => {
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

  it('shows only what differs, and what it is in', () => {
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

  it('tells a value of another kind from both sides', () => {
    expect(compareJson(read('{"a":1}'), read('{"a":[]}')).map(({ kind }) => kind)).toEqual([
      'same',
      'removed',
      'added',
      'added',
      'same',
    ]);
  });
});
