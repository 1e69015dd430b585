import type { Retry } from '../../tenant/http.ts';
import type { Style } from '../../terminal.ts';
import { plainText } from '../plain-text.ts';

/** What is said while a tenant is waited for. */
export function renderRetry({ reason, delay }: Retry, style: Style): string {
  const seconds = Math.ceil(delay / 100) / 10;
  return `${style.yellow('!')} ${plainText(reason)} ${style.dim(`Trying again in ${seconds} s.`)}`;
}
