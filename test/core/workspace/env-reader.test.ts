import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'dotenv';
import { describe, expect, it } from 'vitest';
import { parseLines, runCli, temporaryDirectory } from '../../helpers/cli.ts';

const variable = 'LOGTO_WEBHOOK_SIGNING_KEY';

/** Each file sets the key in an unusual way; the value is what an app that uses dotenv gets. */
const files: readonly (readonly [title: string, text: string, value: string])[] = [
  ['no quotes', `${variable}=key\n`, 'key'],
  ['single quotes', `${variable}='a "b" #c'\n`, 'a "b" #c'],
  ['double quotes', `${variable}="it's #1"\n`, "it's #1"],
  ['backticks', `${variable}=\`"it's"\`\n`, `"it's"`],
  ['export', `export ${variable}=key\n`, 'key'],
  ['export and tabs', `\texport\t${variable}\t=\tkey\t\n`, 'key'],
  ['spaces around =', `  ${variable}  =  key  \n`, 'key'],
  ['a colon', `${variable}: key\n`, 'key'],
  ['a colon and quotes', `${variable}:  'key'\n`, 'key'],
  ['a byte order mark', `\uFEFF${variable}=key\n`, 'key'],
  ['CRLF', `A=1\r\n${variable}=key\r\nB=2\r\n`, 'key'],
  ['CR alone', `A=1\r${variable}=key\rB=2\r`, 'key'],
  ['CRLF in quotes', `${variable}="a\r\nb"\r\n`, 'a\nb'],
  ['several lines', `${variable}="a\nB=2\nc"\nB=1\n`, 'a\nB=2\nc'],
  ['\\n in double quotes', `${variable}="a\\nb\\tc"\n`, 'a\nb\\tc'],
  ['\\n in single quotes', `${variable}='a\\nb'\n`, 'a\\nb'],
  ['an escaped quote', `${variable}="a\\"b"\n`, 'a\\"b'],
  ['a comment after a space', `${variable}=key # comment\n`, 'key'],
  ['a comment without a space', `${variable}=key#comment\n`, 'key'],
  ['a comment with quotes', `${variable}='key' # it's "mine"\n`, 'key'],
  ['text after the quotes', `${variable}="a" b\n`, '"a" b'],
  ['an unclosed quote', `${variable}="key\n`, '"key'],
  ['an unclosed quote above', `A='x\n${variable}=key\n`, 'key'],
  ['variables', `A=1\n${variable}="\${A} $A \${B:-c}"\n`, `\${A} $A \${B:-c}`],
  ['command substitution', `${variable}=$(id)\n`, '$(id)'],
  ['the name twice', `${variable}=old\n${variable}=new\n`, 'new'],
  ['the name in a value', `A="\n${variable}=no\n"\n${variable}=yes\n`, 'yes'],
  ['the name in a comment', `# ${variable}=no\n${variable}=yes\n#${variable}=no\n`, 'yes'],
  ['a line without =', `nonsense\n${variable}=key\n`, 'key'],
  ['no newline at the end', `${variable}=a=b==`, 'a=b=='],
];

describe('an .env file with', () => {
  it.each(files)('%s is read as dotenv reads it', async (_, text, value) => {
    const cwd = temporaryDirectory();
    writeFileSync(path.join(cwd, '.env'), text);
    const { stdout, code } = await runCli(['key', '--json'], { cwd });
    expect({ code, lines: parseLines(stdout) }).toEqual({
      code: 0,
      lines: [{ type: 'signing-key', source: `${variable} in .env`, value }],
    });
    expect(parse(text)[variable]).toBe(value);
  });

  it.each([
    ['a comment instead of a value', `${variable}= # comment\n`],
    ['a # instead of a value', `${variable}=#x\n`],
  ])('%s sets no key, as with dotenv', async (_, text) => {
    const cwd = temporaryDirectory();
    writeFileSync(path.join(cwd, '.env'), text);
    const { stdout } = await runCli(['key', '--json'], { cwd });
    expect(stdout).not.toMatch(/comment|#x/);
    expect(parse(text)[variable]).toBe('');
  });
});
