import { UsageError } from '../../core/errors.ts';
import type { SigningKey } from '../../core/workspace/signing-key.ts';
import type { Output } from '../terminal/index.ts';
import { isPrintable } from './text/escape.ts';
import { plainText } from './text/plain-text.ts';
import { printFolded } from './text/wrap.ts';

/** Announces a new signing key and how the app gets it, without printing the key. */
export function announceKey(key: SigningKey, err: Output): void {
  if (!key.created) return;
  const { elsewhere = [] } = key;
  const lines = [
    `${err.style.cyan('key')} Created a signing key in ${key.source}; 'logto-hooks key' prints it, 'logto-hooks key --write-env' writes it to .env for your app.`,
  ];
  if (elsewhere.length > 0) {
    const names = elsewhere.map((name) => plainText(name));
    const files = [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' and ');
    lines.push(
      `${err.style.yellow('!')} Another key is in ${files}, which logto-hooks does not read here. To use it, set it in .env.local.`,
    );
  }
  printFolded(lines, err);
}

/**
 * Prints a key for a script to read.
 * @throws UsageError if it has control characters: escaped, it would be another key
 */
export function printSigningKey(key: string, out: Output): void {
  if (!isPrintable(key)) {
    throw new UsageError(
      'The signing key contains control or invisible characters.',
      'Use --write-env to set it in a .env file.',
    );
  }
  out.line(key);
}
