import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { writeEnvVariable } from '../../../src/core/workspace/env-file.ts';
import { temporaryDirectory } from '../../helpers/cli.ts';

/** What a file holds once KEY is set in it. */
function after(before: string | Uint8Array | undefined, value = 'new'): Buffer {
  const file = path.join(temporaryDirectory(), '.env');
  if (before !== undefined) writeFileSync(file, before);
  writeEnvVariable(file, 'KEY', value);
  return readFileSync(file);
}

test.each([
  ['no file', undefined, 'KEY=new\n'],
  ['an empty file', '', 'KEY=new\n'],
  ['other lines', 'A=1\n# it\'s\n\nB="x y"\n', 'A=1\n# it\'s\n\nB="x y"\nKEY=new\n'],
  ['no newline at the end', 'A=1', 'A=1\nKEY=new\n'],
  ['an old value', 'A=1\nKEY=old\nB=2', 'A=1\nKEY=new\nB=2'],
  ['an empty value', 'KEY=\nB=2\n', 'KEY=new\nB=2\n'],
  ['CRLF', 'A=1\r\nKEY=old\r\nB=2\r\n', 'A=1\r\nKEY=new\r\nB=2\r\n'],
  ['CRLF, appended', 'A=1\r\nB=2', 'A=1\r\nB=2\r\nKEY=new\r\n'],
  ['export and spaces', '  export KEY = old  \n', '  export KEY = new  \n'],
  ['quotation marks', 'KEY="old"\n', 'KEY="new"\n'],
  ['a comment behind', "KEY='old' # ours\nKEY=old # too\n", "KEY='new' # ours\nKEY=new # too\n"],
  ['a commented line', '# KEY=old\n', '# KEY=old\nKEY=new\n'],
  ['longer names', 'MY_KEY=1\nKEY_ID=2\n', 'MY_KEY=1\nKEY_ID=2\nKEY=new\n'],
  ['an old value over lines', 'KEY="a\nb"\nB=2\n', 'KEY="new"\nB=2\n'],
  ['its name in a value', 'A="\nKEY=no\n"\nKEY=old\n', 'A="\nKEY=no\n"\nKEY=new\n'],
  ['a byte order mark', '\uFEFFKEY=old\n', '\uFEFFKEY=new\n'],
])('%s', (_, before, expected) => {
  expect(after(before).toString()).toBe(expected);
});

test('bytes that are no UTF-8 stay', () => {
  const before = Buffer.from([0x41, 0x3d, 0xff, 0xfe, 0x0a]);
  expect(after(before)).toEqual(Buffer.concat([before, Buffer.from('KEY=new\n')]));
});

describe('any key comes back as it was', () => {
  test.each([
    '$&$1$$',
    'a#b',
    ' a ',
    'a b',
    '"quoted"',
    "it's",
    `"'`,
    '`"',
    'a\\nb',
    'a=b',
    'schlüssel 🔑',
    '$(id)`x`',
  ])('%s', (value) => {
    for (const before of ['', 'KEY=old\n', 'KEY="old"\nB=2\n', "export KEY='old' # c\n"]) {
      expect(parseEnv(after(before, value).toString()).KEY).toBe(value);
    }
  });

  test('or is refused, and the file stays', () => {
    const file = path.join(temporaryDirectory(), '.env');
    writeFileSync(file, 'KEY=old\n');
    expect(() => writeEnvVariable(file, 'KEY', `# '"\``)).toThrow(/cannot hold/);
    expect(readFileSync(file, 'utf8')).toBe('KEY=old\n');
  });
});

test('a new file is for its owner alone', () => {
  const file = path.join(temporaryDirectory(), '.env');
  writeEnvVariable(file, 'KEY', 'value');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a directory is refused in one sentence', () => {
  expect(() => writeEnvVariable(temporaryDirectory(), 'KEY', 'value')).toThrow(/EISDIR/);
});
