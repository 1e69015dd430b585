import { isUtf8 } from 'node:buffer';
import { accessSync, constants, readFileSync } from 'node:fs';
import path from 'node:path';
import { systemCode, UsageError } from '../errors.ts';
import { setVariable } from './env/edit.ts';
import { lineThatHides, readersThatMiss } from './env/readers.ts';
import { ownPath } from './own-path.ts';
import { replaceFile } from './replace-file.ts';

/**
 * Sets one variable in a .env file and keeps every other byte of it, its mode and its owner; the file is
 * created (mode 0600) if it does not exist. If several lines set the variable, each gets the value. Nothing is
 * written unless Node.js, dotenv, python-dotenv and `source` in bash all read the value back.
 * @param cwd the project directory: nothing below it on the way to the file may be a link
 * @throws UsageError when the file cannot be read or written, is a link, cannot hold the value, or has a line
 *   because of which the value would not be read back; the file is then unchanged
 */
export function writeEnvVariable(file: string, name: string, value: string, cwd: string): void {
  try {
    replaceFile(file, withVariable(file, name, value, cwd));
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/**
 * Checks that a variable could be written, before its value is created by something that cannot be undone.
 * @throws UsageError as `writeEnvVariable` does
 */
export function checkEnvVariable(file: string, name: string, cwd: string): void {
  try {
    withVariable(file, name, 'value', cwd);
    accessSync(path.dirname(file), constants.W_OK);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** Returns the new content of the file. */
function withVariable(file: string, name: string, value: string, cwd: string): Buffer {
  const relative = path.relative(cwd, file);
  const isOutside = relative.startsWith('..') || path.isAbsolute(relative);
  // Another directory was named on purpose, and may be a link.
  if (isOutside) ownPath(path.dirname(file), path.basename(file));
  else ownPath(cwd, relative);
  const before = readIfPresent(file);
  requireUtf8(file, before);
  const quote = (formerMark?: string) => inLatin1(quoteValue(value, formerMark));
  const { text, line } = setVariable(before.toString('latin1'), name, quote);
  const bytes = Buffer.from(text, 'latin1');
  requireReadable(file, bytes.toString(), { variable: name, value, line });
  return bytes;
}

function cannotWrite(file: string, error: unknown): UsageError {
  if (error instanceof UsageError) return error;
  if (systemCode(error) === 'ENOENT') {
    const directory = path.dirname(file);
    return new UsageError(`${directory} does not exist.`, 'Create it, or check the path.', {
      cause: error,
    });
  }
  return new UsageError(
    `${file} cannot be written (${systemCode(error) ?? String(error)}).`,
    'Use a file that you can write to.',
    { cause: error },
  );
}

/** Rejects other encodings, which not every reader accepts and none reports. */
function requireUtf8(file: string, bytes: Buffer): void {
  if (bytes.includes(0)) {
    throw new UsageError(`${file} is not UTF-8 text: line 1 has zero bytes.`, 'Save it as UTF-8.');
  }
  if (isUtf8(bytes)) return;
  const lines = bytes.toString('latin1').split('\n');
  const line = lines.findIndex((text) => !isUtf8(Buffer.from(text, 'latin1'))) + 1;
  throw new UsageError(`Line ${line} of ${file} is not valid UTF-8.`, 'Save the file as UTF-8.');
}

function requireReadable(
  file: string,
  text: string,
  setting: { variable: string; value: string; line: number },
): void {
  const readers = readersThatMiss(text, setting.variable, setting.value);
  if (readers.length === 0) return;
  const line = lineThatHides(text, setting);
  throw new UsageError(
    `${setting.variable} was not written to ${file}: ${readers.join(' and ')} would not read it back, because of line ${line}.`,
    remedyFor(text.split('\n')[line - 1] ?? '', line),
  );
}

function remedyFor(text: string, line: number): string {
  if (text.startsWith('\uFEFF')) return 'Save the file as UTF-8 without a byte order mark.';
  if (/["'`]/.test(text)) return `Close the quotation marks in line ${line}.`;
  if (!text.includes('=')) return `Write line ${line} as NAME=value, or as a comment.`;
  return `Put single quotation marks around the value in line ${line}.`;
}

/** Returns the value as a .env file holds it, in the quotation marks it had if they work. */
function quoteValue(value: string, formerMark: string | undefined): string {
  const needsNoMark = /^[\w./:=+-]+$/.test(value);
  const marks = [formerMark, needsNoMark ? '' : "'", '"', ''].filter((mark) => mark !== undefined);
  const written = marks.map((mark) => mark + value + mark);
  const readable = written.find(
    (text) => readersThatMiss(`NAME=${text}\n`, 'NAME', value).length === 0,
  );
  if (readable !== undefined) return readable;
  throw new UsageError(
    'A .env file cannot hold this signing key: not every program would read it back.',
    'Use a key of letters and digits.',
  );
}

function inLatin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function readIfPresent(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
