import { plainText } from '../../cli/output/plain-text.ts';

/** A URL as it may be shown: without a password. */
export function shownUrl(text: string): string {
  if (!URL.canParse(text)) return plainText(text);
  const url = new URL(text);
  if (url.password === '') return plainText(text);
  url.password = '***';
  return plainText(url.href);
}
