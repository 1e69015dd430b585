import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAsBash } from '../../../src/core/workspace/env/bash.ts';
import { readAsPythonDotenv } from '../../../src/core/workspace/env/python-dotenv.ts';
import { writeEnvVariable } from '../../../src/core/workspace/env-file.ts';
import { temporaryDirectory } from '../../helpers/cli.ts';
import {
  hasBash,
  hasPython,
  readEverywhere,
  readWithBash,
  readWithPython,
} from '../../helpers/env-readers.ts';
import { many, timeoutMs } from '../../helpers/stress.ts';

function fileWith(before: string | Uint8Array | undefined): string {
  const file = path.join(temporaryDirectory(), '.env');
  if (before !== undefined) writeFileSync(file, before);
  return file;
}

function write(file: string, value: string): void {
  writeEnvVariable(file, 'KEY', value, path.dirname(file));
}

/** Expects that every program reads the values; starts each program once. */
function expectRead(expected: readonly (readonly [file: string, value: string])[]): void {
  const files = expected.map(([file]) => file);
  const found = readEverywhere(files, 'KEY');
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  expect(texts.map((text, index) => ({ text, ...found[index] }))).toEqual(
    expected.map(([, value], index) => ({
      text: texts[index],
      ...Object.fromEntries(Object.keys(found[index] ?? {}).map((reader) => [reader, value])),
    })),
  );
}

const expansions = 'A=$B$(c)`d`\nE="$F"';

/** Files before and after the variable is set. */
const edits: readonly (readonly [title: string, before: string | undefined, after: string])[] = [
  ['nothing', undefined, 'KEY=new\n'],
  ['no bytes', '', 'KEY=new\n'],
  ['other lines', 'A=1\n# it\'s\n\nB="x y"\n', 'A=1\n# it\'s\n\nB="x y"\nKEY=new\n'],
  ['no newline at the end', 'A=1', 'A=1\nKEY=new\n'],
  ['an old value', 'A=1\nKEY=old\nB=2', 'A=1\nKEY=new\nB=2'],
  ['an empty value', 'KEY=\nB=2\n', 'KEY=new\nB=2\n'],
  ['a comment instead of a value', 'KEY= # comment\n', 'KEY=new # comment\n'],
  ['a # instead of a value', 'KEY=#x\nB=2\n', 'KEY=new #x\nB=2\n'],
  ['a # in the value', 'KEY=a#b\n', 'KEY=new #b\n'],
  ['CRLF', 'A=1\r\nKEY=old\r\nB=2\r\n', 'A=1\r\nKEY=new # set by logto-hooks\r\nB=2\r\n'],
  ['CRLF and a comment', 'KEY=old # c\r\nB=2\r\n', 'KEY=new # c\r\nB=2\r\n'],
  ['CRLF at the end', 'A=1\r\nB=2', 'A=1\r\nB=2\r\nKEY=new # set by logto-hooks\r\n'],
  ['export and spaces', '  export  KEY = old  \n', '  export KEY=new  \n'],
  ['tabs', '\texport\tKEY\t=\told\t# c\n', ' export KEY=new # c\n'],
  ['a colon', 'KEY: old\nB=2\n', 'KEY=new\nB=2\n'],
  ['quotation marks', 'KEY="old"\n', 'KEY="new"\n'],
  ['backticks', 'KEY=`old`\n', 'KEY=new\n'],
  ['text after quotation marks', 'KEY="old" b\n', 'KEY=new\n'],
  ['an unclosed quote in the value', "KEY='old\nB=2\n", 'KEY=new\nB=2\n'],
  ['a backslash at the end', 'KEY=old\\\nB=2\n', 'KEY=new\nB=2\n'],
  ['comments', "KEY='old' # ours\nKEY=old # too\n", "KEY='new' # ours\nKEY=new # too\n"],
  ['a commented line', '# KEY=old\n', '# KEY=old\nKEY=new\n'],
  ['longer names', 'MY_KEY=1\nKEY_ID=2\n', 'MY_KEY=1\nKEY_ID=2\nKEY=new\n'],
  ['a value over lines', 'KEY="a\nb"\nB=2\n', 'KEY="new"\nB=2\n'],
  ['the name in a value', 'A="\nKEY=no\n"\nKEY=old\n', 'A="\nKEY=no\n"\nKEY=new\n'],
  ['a byte order mark', '\uFEFFA=1\nKEY=old\n', '\uFEFFA=1\nKEY=new\n'],
  ['words that bash would run', 'A=Hello World\nB=x&y;z\n', 'A=Hello World\nB=x&y;z\nKEY=new\n'],
  ['expansions', `${expansions}\n`, `${expansions}\nKEY=new\n`],
  ['lines below that bash rejects', 'KEY=old\nA=(x|y)\nB=(\n', 'KEY=new\nA=(x|y)\nB=(\n'],
];

describe('writeEnvVariable', () => {
  it('keeps the rest of a file, and every program reads the value', () => {
    const files = edits.map(([title, before, after]) => {
      const file = fileWith(before);
      write(file, 'new');
      expect([title, readFileSync(file, 'utf8')]).toEqual([title, after]);
      return [file, 'new'] as const;
    });
    expectRead(files);
  });
});

describe('a file is rejected with the line number, and stays unchanged, when', () => {
  it.each([
    ['a double quote is unclosed above', 'A=1\nB="x\nC=3\n', /line 2\b.*/],
    ['a single quote is unclosed above', "A=1\n\nB=it's\nKEY=old\n", /line 3\b/],
    ['a backtick is unclosed above', 'A=`x\n', /line 1\b/],
    ['a line above has no =', 'A=1\nnonsense\nKEY=old\n', /line 2\b/],
    ['parentheses stop bash above', 'A=1\nB=f(x)\n', /line 2\b/],
    ['a redirection stops bash above', 'MAIL=Ada <ada@corp.test>\nC=1\n', /line 1\b/],
    ['a line above continues', 'A=x\\\n', /line 1\b/],
    ['a line above ends the shell', 'A=1\nexit\n', /line 2\b/],
    ['a line below can end the shell', `KEY=old\nA=\${B:?no}\n`, /line 2\b/],
    ['a line below has no end', 'KEY=old\nA=$(x\n', /line 2\b/],
    ['a line below sets it for bash alone', 'KEY=old\nA=b KEY=other\n', /line 2\b/],
    ['a line below unsets it', 'KEY=old\nA=1\nunset KEY\n', /line 3\b/],
    ['a line below sets it for Python alone', "KEY=old\n'KEY'=x\n", /line 2\b/],
    ['it is after a byte order mark', '\uFEFFKEY=old\n', /line 1\b.*byte order mark/],
    ['the file is UTF-16', Buffer.from('\uFEFFA=1\nKEY=old\n', 'utf16le'), /line 1\b/],
    ['a line is Latin-1', Buffer.from('A=1\nB=ü\n', 'latin1'), /line 2\b/i],
  ])('%s', (_, before, message) => {
    const file = fileWith(before);
    let refused: unknown;
    try {
      write(file, 'new');
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ name: 'UsageError' });
    expect(`${Object(refused).message} ${Object(refused).remedy}`).toMatch(message);
    expect(readFileSync(file)).toEqual(Buffer.from(before));
    expect(readdirSync(path.dirname(file))).toEqual(['.env']);
  });
});

describe('a value is read back by every program, or rejected:', () => {
  it('unusual values', () => {
    const values = [
      ...['$&$1$$', 'a#b', ' a ', 'a b', '"quoted"', "it's", 'a\\nb', 'a=b', 'schlüssel 🔑'],
      ...['$(id)`x`', '~/x', 'a~b', '!x', '*', '{a,b}', '\\'],
    ];
    const files = ['', 'A=1\nexport KEY="old" # c\n'].flatMap((before) =>
      values.map((value) => {
        const file = fileWith(before);
        write(file, value);
        return [file, value] as const;
      }),
    );
    expectRead(files);
  });

  it.each(['`"\'', '\'$A"', `\${A}`, 'a\\\\b', 'a\nb\r', "it's $5"])('%s is rejected', (value) => {
    const file = fileWith('KEY=old\n');
    expect(() => write(file, value)).toThrow(/cannot hold/);
    expect(readFileSync(file, 'utf8')).toBe('KEY=old\n');
  });
});

describe('a written file', () => {
  it('is readable only by its owner when it is new', () => {
    const file = fileWith(undefined);
    write(file, 'value');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is rejected in one line when it is a directory', () => {
    const directory = path.join(temporaryDirectory(), '.env');
    mkdirSync(directory);
    expect(() => write(directory, 'value')).toThrow(/EISDIR/);
    expect(existsSync(directory)).toBe(true);
  });
});

/** Pieces of lines in which readers differ. */
const piece = fc.constantFrom(
  ...['KEY', 'KEY=', 'KEY=v', 'A=', 'B=x', 'export ', '=', '#', ' ', '\t', '\n', '\n', '\r\n', ':'],
  ...[
    '"',
    "'",
    '`',
    '\\',
    '$',
    '${',
    '}',
    '(',
    ')',
    '&',
    ';',
    '|',
    '<',
    '~',
    ',',
    '!',
    'x',
    'set ',
  ],
  ...['unset ', 'if ', 'case ', '\uFEFF', 'é', '\v', '\xa0', '\\n', '+=', '[1', ']', '{B:?'],
);
const anyFile = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

describe('in any file,', { timeout: timeoutMs }, () => {
  it('a written value is read by Node.js, dotenv, python-dotenv and bash', () => {
    const written: string[] = [];
    const directory = temporaryDirectory();
    fc.assert(
      fc.property(anyFile, (text) => {
        const file = path.join(directory, `${written.length}.env`);
        writeFileSync(file, text);
        try {
          write(file, 'new');
        } catch (error) {
          expect(error).toMatchObject({ name: 'UsageError' });
          expect(readFileSync(file, 'utf8')).toBe(text);
          return;
        }
        written.push(file);
      }),
      { numRuns: many(150, 20_000) },
    );
    expect(written.length).toBeGreaterThan(10);
    expectRead(written.map((file) => [file, 'new']));
  });

  it.skipIf(!hasPython)('values are read as python-dotenv reads them', () => {
    const directory = temporaryDirectory();
    const texts = fc.sample(anyFile, many(300, 20_000)).map((text) => text.replaceAll('${', '$'));
    const files = texts.map((text, index) => {
      const file = path.join(directory, `${index}.env`);
      writeFileSync(file, text);
      return file;
    });
    const ours = texts.map((text) => [text, readAsPythonDotenv(text).get('KEY') ?? '']);
    const theirs = readWithPython(files, 'KEY');
    expect(ours).toEqual(texts.map((text, index) => [text, theirs[index]]));
  });

  it.skipIf(!hasBash)('bash reads the value that is reported for it', () => {
    const directory = temporaryDirectory();
    const claims: (readonly [text: string, value: string])[] = [];
    for (const text of fc.sample(anyFile, many(1500, 100_000))) {
      const value = readAsBash(text, 'KEY');
      if (value !== undefined) claims.push([text, value]);
    }
    expect(claims.length).toBeGreaterThan(10);
    const files = claims.map(([text], index) => {
      const file = path.join(directory, `${index}.env`);
      writeFileSync(file, text);
      return file;
    });
    const read = readWithBash(files, 'KEY');
    expect(claims.map(([text], index) => [text, read[index]])).toEqual(claims);
  });
});
