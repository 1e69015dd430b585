import type { Retry } from '../../tenant/http.ts';
import type { Style } from '../../terminal.ts';
import { plainText } from '../plain-text.ts';

/** What is said while a tenant is waited for. */
export function renderRetry({ reason, delay }: Retry, style: Style): string {
  const seconds = Math.ceil(delay / 100) / 10;
  return `${style.yellow('!')} ${plainText(reason)} ${style.dim(`Trying again in ${seconds} s.`)}`;
}

/** What is said when the tenant is lost, and when it is back. */
export function renderTrouble(error: Error | undefined, style: Style): string {
  if (!error) return `${style.green('✓')} The tenant is back; nothing was missed.`;
  return `${style.yellow('!')} ${plainText(error.message)} ${style.dim('Still trying.')}`;
}
