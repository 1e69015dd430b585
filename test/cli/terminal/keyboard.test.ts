import { expect, it } from 'vitest';
import { createKeyDecoder } from '../../../src/cli/terminal/keyboard.ts';

it.each([
  ['k', ['k']],
  ['kjG', ['k', 'j', 'G']],
  ['\r\n\t\u007f\b', ['enter', 'enter', 'tab', 'backspace', 'backspace']],
  ['\u001b', ['escape']],
  ['\u001b[A\u001bOB\u001b[1;5A', ['up', 'down', 'up']],
  ['\u001b[5~\u001b[6~\u001b[H\u001b[F', ['pageup', 'pagedown', 'home', 'end']],
  ['\u0003\u001a\u000c', ['ctrl+c', 'ctrl+z', 'ctrl+l']],
  ['\u001bx', ['alt+x']],
  ['\u001b[99X', ['unknown']],
  ['é🦉日', ['é', '🦉', '日']],
  ['\u001b[200~q x\u001b[201~r', ['paste', 'r']],
])('the keyboard reads %j as %j', (chunk, names) => {
  expect(createKeyDecoder()(chunk).map(({ name }) => name)).toEqual(names);
});

it('the keyboard waits for the rest of a sequence and of a paste', () => {
  const decode = createKeyDecoder();
  expect(decode('\u001b[')).toEqual([]);
  expect(decode('A')).toEqual([{ name: 'up', text: '' }]);
  expect(decode('j\u001b[200~rm')).toEqual([{ name: 'j', text: 'j' }]);
  expect(decode(' q\u001b[201~')).toEqual([{ name: 'paste', text: 'rm q' }]);
});

it('only printable keys are typed', () => {
  const typed = createKeyDecoder()('a\u001b[A\u0001🦉\u001b').map(({ text }) => text);
  expect(typed.join('')).toBe('a🦉');
});
