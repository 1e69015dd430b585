import { plainText } from '../../cli/output/text/plain-text.ts';
import type { Style } from '../../cli/terminal/index.ts';
import type { Retry } from '../api/http.ts';

/** Renders a warning about the tenant. */
export function renderWarning(message: string, style: Style): string {
  return `${style.yellow('!')} ${plainText(message)}`;
}

/** Renders why and when a request is retried. */
export function renderRetry({ reason, delay }: Retry, style: Style): string {
  const seconds = Math.ceil(delay / 100) / 10;
  return `${style.yellow('!')} ${plainText(reason)} ${style.dim(`Retrying in ${seconds} s.`)}`;
}
