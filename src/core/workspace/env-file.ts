import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'dotenv';
import { systemCode, UsageError } from '../errors.ts';

/** A setting, quoted values over several lines included; the three bytes are a byte order mark. */
const settings =
  /^((?:\xef\xbb\xbf)?[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*)("[^"]*"|'[^']*'|`[^`]*`|[^#\r\n]*?(?=[ \t]*(?:#|$)))/gm;

/**
 * Sets one variable in a .env file and keeps every other byte of it; the file is made (mode 0600)
 * where there is none. Where several lines set the variable, all of them are given the value.
 * @throws UsageError when the file cannot be read or written, or cannot hold the value
 */
export function writeEnvVariable(file: string, name: string, value: string): void {
  try {
    // One character a byte, so that text which is not UTF-8 is kept too.
    const text = withVariable(readIfPresent(file), name, value);
    writeFileSync(file, text, { encoding: 'latin1', mode: 0o600 });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `${file} cannot be written (${systemCode(error) ?? String(error)}).`,
      'Name a file you may write.',
      { cause: error },
    );
  }
}

/**
 * Returns the variables that a directory's `.env` sets; none if there is no such file.
 * @throws UsageError when it cannot be read
 */
export function readDotEnv(directory: string): Readonly<Record<string, string | undefined>> {
  const file = path.join(directory, '.env');
  try {
    return parseDotEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    const code = systemCode(error);
    // `.env` may be a Python virtual environment.
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return {};
    throw new UsageError(`${file} cannot be read (${code}).`, 'Fix its permissions.', {
      cause: error,
    });
  }
}

/** Returns the variables that the text of a .env file sets, as the dotenv package reads it. */
export function parseDotEnv(text: string): Readonly<Record<string, string | undefined>> {
  return parse(text);
}

function withVariable(text: string, name: string, value: string): string {
  let found = false;
  const changed = text.replace(settings, (setting, start: string, itsName: string, old: string) => {
    if (itsName !== name) return setting;
    found = true;
    return `${start}${write(value, /^["'`]/.exec(old)?.[0])}`;
  });
  if (found) return changed;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const separator = text === '' || text.endsWith('\n') ? '' : newline;
  return `${text}${separator}${name}=${write(value)}${newline}`;
}

/** The value as a .env file holds it, in the quotation marks it had if they will do. */
function write(value: string, formerMark?: string): string {
  const needsNoMark = /^[\w./:=+-]+$/.test(value);
  const marks = [formerMark, needsNoMark ? '' : "'", '"', '`', ''].filter(
    (mark) => mark !== undefined,
  );
  const written = marks.map((mark) => mark + value + mark).find((text) => reads(text, value));
  if (written === undefined) {
    throw new UsageError(
      'A .env file cannot hold this signing key.',
      'Use one without quotation marks and line breaks.',
    );
  }
  return Buffer.from(written).toString('latin1');
}

function reads(written: string, value: string): boolean {
  return parseEnv(`VALUE=${written}\n`).VALUE === value;
}

function readIfPresent(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return '';
    throw error;
  }
}
