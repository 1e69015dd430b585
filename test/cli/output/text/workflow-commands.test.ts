import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeCommands } from '../../../../src/cli/output/text/workflow-commands.ts';
import { workflowCommand } from '../../../helpers/hostile.ts';

describe('escapeCommands', () => {
  it.each([
    ['::error::x', '\\u003a:error::x'],
    ['  \t::add-mask::x', '  \t\\u003a:add-mask::x'],
    ['  │ ::error::x', '  │ \\u003a:error::x'],
    ['\u001b[31m::error::x', '\u001b[31m\\u003a:error::x'],
    ['\u200d::error::x', '\u200d\\u003a:error::x'],
    ['a\n::error::x', 'a\n\\u003a:error::x'],
    ['a ##[error]x', 'a #\\u0023[error]x'],
    ['a #\u200d#[error]x', 'a #\u200d\\u0023[error]x'],
    ['##vso[task.complete]', '#\\u0023vso[task.complete]'],
    ["##teamcity[testStarted name='x']", "#\\u0023teamcity[testStarted name='x']"],
  ])('escapes %j', (text, escaped) => {
    expect(escapeCommands(text)).toBe(escaped);
    for (const line of escaped.split('\n')) expect(workflowCommand(line)).toBeUndefined();
  });

  it.each([
    'http://[::1]:3000',
    'std::vector',
    '# one',
    '## two',
    '#[x]',
    'a ::error::x',
    '- [x] done',
  ])('leaves %j as it is', (text) => {
    expect(escapeCommands(text)).toBe(text);
  });

  it('leaves no command in any text, and keeps the value of JSON', () => {
    const piece = fc.constantFrom(
      '#',
      '##[',
      ':',
      '::',
      'error',
      ']',
      ' ',
      '\n',
      '\u200d',
      '│ ',
      '"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        for (const line of escapeCommands(text).split('\n')) {
          expect(workflowCommand(line)).toBeUndefined();
        }
        expect(JSON.parse(escapeCommands(JSON.stringify(text)))).toBe(text);
      }),
    );
  });
});
