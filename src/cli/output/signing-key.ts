import type { SigningKey } from '../../core/workspace/signing-key.ts';
import type { Output } from '../terminal/index.ts';

/** Says once that a key was made, and how another terminal or the app gets it; never the key itself. */
export function announceKey(key: SigningKey, err: Output): void {
  if (!key.created) return;
  err.line(
    `${err.style.cyan('key')} Made a signing key in ${key.source}; 'logto-hooks key' prints it, 'logto-hooks key --write-env' gives it to your app.`,
  );
}
