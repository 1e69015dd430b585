import { plainText } from '../../cli/output/text/plain-text.ts';
import type { Style } from '../../cli/terminal/index.ts';
import type { Retry } from '../api/http.ts';

/** What is said of a tenant that is not as it should be. */
export function renderWarning(message: string, style: Style): string {
  return `${style.yellow('!')} ${plainText(message)}`;
}

/** What is said while a tenant is waited for. */
export function renderRetry({ reason, delay }: Retry, style: Style): string {
  const seconds = Math.ceil(delay / 100) / 10;
  return `${style.yellow('!')} ${plainText(reason)} ${style.dim(`Retrying in ${seconds} s.`)}`;
}
