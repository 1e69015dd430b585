import { readFileSync, writeFileSync } from 'node:fs';
import { systemCode, UsageError } from './errors.ts';

/**
 * Sets one variable in a .env file and keeps every other byte of it; the file is made (mode 0600)
 * where there is none. Of several lines that set the variable, the last counts, as for dotenv.
 * @throws UsageError when the file cannot be read or written
 */
export function writeEnvVariable(file: string, name: string, value: string): void {
  try {
    writeFileSync(file, withVariable(readIfPresent(file), name, value), { mode: 0o600 });
  } catch (error) {
    throw new UsageError(
      `${file} cannot be written (${systemCode(error) ?? String(error)}).`,
      'Name a file you may write.',
      { cause: error },
    );
  }
}

function withVariable(text: string, name: string, value: string): string {
  const setting = new RegExp(`^([ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=)[^\\r\\n]*`, 'gm');
  if (setting.test(text)) return text.replace(setting, (_, start: string) => `${start}${value}`);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const separator = text === '' || text.endsWith('\n') ? '' : newline;
  return `${text}${separator}${name}=${value}${newline}`;
}

function readIfPresent(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return '';
    throw error;
  }
}
